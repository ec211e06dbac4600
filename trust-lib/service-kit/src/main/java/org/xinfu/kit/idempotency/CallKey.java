package org.xinfu.kit.idempotency;

/** Whose key on which route; two clients never see each other's answers. */
record CallKey(String client, String route, String key) {}
