/* Which columns and values may never enter the warehouse. */
#include "etl/forbidden.h"

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
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *kind = "";
		cr_assert_not(forbidden_name(cases[n], &kind), "'%s' is called %s", cases[n], kind);
	}
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
		"یہ ایک لمبا جملہ ہے جس میں نمبر نہیں",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *kind = "";
		cr_assert_not(forbidden_value(cases[n], strlen(cases[n]), &kind),
			      "'%s' is called %s", cases[n], kind);
	}
}

Test(forbidden, reads_no_further_than_the_length)
{
	static const char text[] = "0300-1234567";
	cr_assert_not(forbidden_value(text, strlen(text) - 1, NULL));
	cr_assert(forbidden_value(text, strlen(text), NULL));
}
