-- Names to be searched and sorted, for the session: one for each number.
CREATE FUNCTION pg_temp.name_of(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY['Aspen', 'Bright', 'Copper', 'Delta', 'Évora', 'Fern', 'Granite', 'Harbor', 'Iron', 'Juniper', 'Kite',
                  'Łódź', 'Maple', 'Nordic', 'Orchard', 'Pine', 'Quarry', 'River', 'Summit', 'Tidal', 'Umbra',
                  'Valley', 'Wild', 'Ypsilon', 'Zürich'])[1 + n % 25] || ' '
        || (ARRAY['Analytics', 'Bakery', 'Clinic', 'Dental', 'Energy', 'Foods', 'Garage', 'Homes', 'Insurance',
                  'Jewelers', 'Kitchens', 'Labs', 'Media', 'Networks', 'Optics', 'Partners', 'Realty', 'Systems',
                  'Travel'])[1 + n / 25 % 19] || ' ' || n
$$;
