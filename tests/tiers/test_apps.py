from tiers.apps import APPS, app_bit


def test_the_bits_are_those_of_the_import_format_for_ever() -> None:
    assert [app.key for app in APPS] == (
        "ADS_ADD_ON CONTACTS CONTACTS_REPORT CRM CTA EMAIL FORMS LANDING_PAGES LISTS PAGES_REPORT REPORTING_ADD_ON "
        "SOCIAL_MONITORING SOCIAL_PUBLISHING SOURCES_REPORT WEBSITE_PAGES WORKFLOWS SOCIAL_INBOX"
    ).split()
    assert [app_bit(app.key) for app in APPS] == list(range(17))


def test_an_app_outside_the_catalogue_has_no_bit() -> None:
    assert app_bit("PLAYBOOKS") is None
    assert app_bit("crm") is None
