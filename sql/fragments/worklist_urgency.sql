CASE WHEN w.causes = 0 THEN 0
            WHEN w.causes & 1 THEN 16 WHEN w.causes & 2 THEN 15 WHEN w.causes & 4 THEN 14 WHEN w.causes & 8 THEN 13
            WHEN w.causes & 16 THEN 12 WHEN w.causes & 32 THEN 11 WHEN w.causes & 64 THEN 10 WHEN w.causes & 16384 THEN 9
            WHEN w.causes & 32768 THEN 8 WHEN w.causes & 128 THEN 7 WHEN w.causes & 256 THEN 6 WHEN w.causes & 8192 THEN 5
            WHEN w.causes & 512 THEN 4 WHEN w.causes & 1024 THEN 3 WHEN w.causes & 2048 THEN 2 WHEN w.causes & 4096 THEN 1 END
