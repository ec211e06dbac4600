-- As of the services that a login reached (V95).
DROP INDEX known_device_last_at;
