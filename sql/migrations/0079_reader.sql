-- Why:   database users who read the views of reports and nothing else, made by
--        `dunlin reader`. A name cannot be a parameter of CREATE USER or GRANT, so these
--        routines take it, look at it and quote it; they run with the rights of who calls.
-- Locks: a new table; routines.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS reader (
    name       VARCHAR(32) NOT NULL COMMENT 'of the user of the database; its password is nowhere here',
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='database users for programs that read the report_ views';

DELIMITER //
-- What is executed holds the password's hash (mysql_native_password), never the password.
-- An account that was there before is left alone, whatever fails.
CREATE OR REPLACE PROCEDURE reader_make(IN reader_name VARCHAR(32), IN secret VARCHAR(128), IN made_at DATETIME(6))
    SQL SECURITY INVOKER
    COMMENT 'a user who may read the views of reports alone'
BEGIN
    DECLARE here, anywhere, sealed, view_name VARCHAR(256);
    DECLARE ended BOOL DEFAULT FALSE;
    DECLARE readable CURSOR FOR
        SELECT table_name FROM information_schema.views
         WHERE table_schema = DATABASE() AND table_name LIKE 'report\_%';
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET ended = TRUE;

    IF NOT (BINARY reader_name REGEXP '^[a-z][a-z0-9_]{0,30}$') THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a reader is named by small letters, digits and _';
    END IF;
    SET sealed = CONCAT(' IDENTIFIED BY PASSWORD ', QUOTE(CONCAT('*', UPPER(SHA1(UNHEX(SHA1(secret)))))));
    SET here = CONCAT(QUOTE(reader_name), '@', QUOTE('localhost'));
    SET anywhere = CONCAT(QUOTE(reader_name), '@', QUOTE('%'));
    EXECUTE IMMEDIATE CONCAT('CREATE USER ', here, sealed);
    BEGIN
        DECLARE EXIT HANDLER FOR SQLEXCEPTION
        BEGIN
            EXECUTE IMMEDIATE CONCAT('DROP USER IF EXISTS ', here);
            RESIGNAL;
        END;
        EXECUTE IMMEDIATE CONCAT('CREATE USER ', anywhere, sealed);
        BEGIN
            DECLARE EXIT HANDLER FOR SQLEXCEPTION
            BEGIN
                EXECUTE IMMEDIATE CONCAT('DROP USER IF EXISTS ', anywhere);
                RESIGNAL;
            END;
            OPEN readable;
            next_view: LOOP
                FETCH readable INTO view_name;
                IF ended THEN
                    LEAVE next_view;
                END IF;
                EXECUTE IMMEDIATE CONCAT('GRANT SELECT ON `', REPLACE(DATABASE(), '`', '``'), '`.`', view_name, '` TO ',
                    here, ', ', anywhere);
            END LOOP;
            CLOSE readable;
            INSERT INTO reader (name, created_at) VALUES (reader_name, made_at);
        END;
    END;
END//

CREATE OR REPLACE PROCEDURE reader_end(IN reader_name VARCHAR(32))
    SQL SECURITY INVOKER
    COMMENT 'ends a user that reader_make made, and no other'
BEGIN
    IF NOT EXISTS (SELECT 1 FROM reader WHERE name = reader_name) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'there is no such reader';
    END IF;
    EXECUTE IMMEDIATE CONCAT('DROP USER IF EXISTS ', QUOTE(reader_name), '@', QUOTE('localhost'), ', ',
        QUOTE(reader_name), '@', QUOTE('%'));
    DELETE FROM reader WHERE name = reader_name;
END//
DELIMITER ;
