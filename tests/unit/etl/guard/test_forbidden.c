/* Which columns and values may never enter the warehouse. */
#include "etl/guard/forbidden.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(forbidden);

Test(forbidden, refuses_columns_that_would_hold_personal_data)
{
	static const char *const cases[][2] = {
		{ "name", "a person's name" },
		{ "Name", "a person's name" },
		{ "victim_name", "a person's name" },
		{ "VictimName", "a person's name" },
		{ "accusedname", "a person's name" },
		{ "FATHER NAME", "a person's name" },
		{ "husband", "a person's name" },
		{ "name_ur", "a person's name" },
		{ "court_judge_name", "a person's name" },
		{ "station_officer_name", "a person's name" },
		{ "judge", "a person's name" },
		{ "نام", "a person's name" },
		{ "cnic", "an identity card number" },
		{ "CNIC No.", "an identity card number" },
		{ "accused_cnic", "an identity card number" },
		{ "nic", "an identity card number" },
		{ "شناختی کارڈ", "an identity card number" },
		{ "phone", "a phone number" },
		{ "PhoneNumber", "a phone number" },
		{ "mobile_no", "a phone number" },
		{ "contact", "a phone number" },
		{ "contact_number", "a phone number" },
		{ "address", "an address" },
		{ "home_address", "an address" },
		{ "mohalla", "an address" },
		{ "email", "an e-mail address" },
		{ "e_mail", "an e-mail address" },
		{ "house", "an address" },
		{ "house_no", "an address" },
		{ "victim_house", "an address" },
		{ "fathers", "a person's name" },
		{ "victim_cell", "a phone number" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *kind = NULL;
		cr_assert(forbidden_name(cases[n][0], &kind), "'%s' was let in", cases[n][0]);
		cr_assert_str_eq(kind, cases[n][1], "'%s' is %s", cases[n][0], kind);
	}
}

Test(forbidden, lets_in_what_names_no_person)
{
	static const char *const cases[] = {
		"station",
		"station_name",
		"court_name",
		"StationName",
		"filename",
		"case_key",
		"accused_key",
		"officer_key",
		"victim_sex",
		"father_known",
		"fir_number",
		"received_date",
		"contacted_at",
		"tehsil",
		"automobile_theft",
		"organic",
		"unit",
		"district_name",
		"relation",
		"picnic",
		"partner_name",
		"registered_at",
		"cancelled",
		"hotel",
		"",
		"husband_arrested",
		"phone_code",
		"channel",
		"tenant",
		"charge_disposition",
		"house_trespass",
		"area_name",
		"cyber_cell",
		"animal_husbandry",
		"addressed_to_court",
		"mobile_unit",
		"phonetic",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *kind = "";
		cr_assert_not(forbidden_name(cases[n], &kind), "'%s' is called %s", cases[n], kind);
	}
}

Test(forbidden, takes_no_number_or_date_for_a_name)
{
	static const struct {
		const char *name;
		ForbiddenType type;
		bool refused;
	} cases[] = {
		{ "cruelty_by_husband_or_his_relatives", FORBIDDEN_NUMBER, false },
		{ "cruelty_by_husband_or_his_relatives", FORBIDDEN_TEXT, true },
		{ "father_name", FORBIDDEN_MOMENT, false },
		{ "address", FORBIDDEN_NUMBER, false },
		/* digits may well be somebody's */
		{ "cnic", FORBIDDEN_NUMBER, true },
		{ "mobile_no", FORBIDDEN_NUMBER, true },
		{ "cnic", FORBIDDEN_MOMENT, false },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++)
		cr_expect_eq(forbidden_column(cases[n].name, cases[n].type, NULL), cases[n].refused,
			     "%s", cases[n].name);
}

Test(forbidden, finds_card_and_phone_numbers_in_texts)
{
	static const char *const cases[][2] = {
		{ "35202-1234567-1", "an identity card number" },
		{ "3520212345671", "an identity card number" },
		{ "35202 1234567 1", "an identity card number" },
		{ "card 35202-1234567-1 shown", "an identity card number" },
		{ "35202–1234567–1", "an identity card number" },
		{ "۳۵۲۰۲-۱۲۳۴۵۶۷-۱", "an identity card number" },
		{ "0300-1234567", "a phone number" },
		{ "03001234567", "a phone number" },
		{ "call 0300 1234567.", "a phone number" },
		{ "+923001234567", "a phone number" },
		{ "+92 300 1234567", "a phone number" },
		{ "+92-300-1234567", "a phone number" },
		{ "00923001234567", "a phone number" },
		{ "923001234567", "a phone number" },
		{ "٠٣٠٠١٢٣٤٥٦٧", "a phone number" },
		/* in other spellings: whatever parts the groups */
		{ "35202\u00A01234567\u00A01", "an identity card number" },
		{ "35202\u22121234567\u22121", "an identity card number" },
		{ "35202.1234567.1", "an identity card number" },
		{ "35202/1234567/1", "an identity card number" },
		{ "35202 - 1234567 - 1", "an identity card number" },
		{ "35202--1234567--1", "an identity card number" },
		{ "(35202) 1234567-1", "an identity card number" },
		{ "352 021 234 567 1", "an identity card number" },
		{ "3 5 2 0 2 1 2 3 4 5 6 7 1", "an identity card number" },
		{ "３５２０２－１２３４５６７－１", "an identity card number" },
		{ "𝟛𝟝𝟚𝟘𝟚-𝟙𝟚𝟛𝟜𝟝𝟞𝟟-𝟙", "an identity card number" },
		{ "٣٥٢٠٢/١٢٣٤٥٦٧/١", "an identity card number" },
		{ "352\u200D02\u200B123\u00AD4567\u20601", "an identity card number" },
		{ "(0300) 1234567", "a phone number" },
		{ "+92 (300) 1234567", "a phone number" },
		{ "+92 (0)300 1234567", "a phone number" },
		{ "0300\u00A01234567", "a phone number" },
		{ "0300\u22121234567", "a phone number" },
		{ "0300.123.4567", "a phone number" },
		{ "0300/1234567", "a phone number" },
		{ "03 00 12 34 56 7", "a phone number" },
		{ "０３００１２３４５６７", "a phone number" },
		{ "0300-1234567, 0301-7654321", "a phone number" },
		{ "3/446 0300 1234567", "a phone number" },
		{ "042-35761234", "a phone number" },
		{ "zohra.invented@example.com", "an e-mail address" },
		{ "zohra ＠ example.com", "an e-mail address" },
		{ "zohra (at) example (dot) com", "an e-mail address" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *kind = NULL;
		cr_assert(forbidden_value(cases[n][0], strlen(cases[n][0]), &kind),
			  "'%s' was let in", cases[n][0]);
		cr_assert_str_eq(kind, cases[n][1], "'%s' is %s", cases[n][0], kind);
	}
}

Test(forbidden, lets_in_numbers_that_are_neither)
{
	static const char *const cases[] = {
		"",
		"2024-08-05T10:15:00",
		"129568471166",
		"FIR 446/2021",
		"35202-1234567",
		"0300-12345",
		"1234567890123456",
		"135202-1234567-12",
		"2019-01-01 00:00:00+00:00",
		"8202-1234567-1",
		"1787",
		"2024-03-05 10:03:20.1234567",
		"2024-03-05 1234567",
		"03/04/2024 123",
		"2022-01-01 2022-12-31",
		"01.01.2022-31.12.2022",
		"2022-23, 2023-24, 2024-25",
		"302/324/148/149",
		"302/34/109/34/148",
		"302/324/34/148/75/149",
		"PKP-03/2024/446",
		"1234/2024",
		"10:03:20.1234567",
		"b5345366f42ad4370cfe3d5d705ebcb6",
		"Women @ work (at home)",
		"یہ ایک لمبا جملہ ہے جس میں نمبر نہیں",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *kind = "";
		cr_assert_not(forbidden_value(cases[n], strlen(cases[n]), &kind),
			      "'%s' is called %s", cases[n], kind);
	}
}

Test(forbidden, finds_a_number_behind_many_others)
{
	for (int others = 60; others <= 140; others++) {
		g_autoptr(GString) text = g_string_new(NULL);
		const char *kind = NULL;
		for (int n = 0; n < others; n++)
			g_string_append(text, "7 ");
		cr_expect_not(forbidden_value(text->str, text->len, &kind), "%d others alone",
			      others);
		g_string_append(text, ", 35202-1234567-1");
		cr_expect(forbidden_value(text->str, text->len, &kind), "behind %d others", others);
	}
}

Test(forbidden, reads_no_further_than_the_length)
{
	static const char text[] = "0300-1234567";
	cr_assert_not(forbidden_value(text, strlen(text) - 1, NULL));
	cr_assert(forbidden_value(text, strlen(text), NULL));
}
