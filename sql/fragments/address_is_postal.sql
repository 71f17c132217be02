ad.line1 <> '' AND (COALESCE(ad.postcode, '') <> '' OR COALESCE(ad.city, '') <> '')
