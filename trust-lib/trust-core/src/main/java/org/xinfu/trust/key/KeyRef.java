package org.xinfu.trust.key;

import org.xinfu.trust.Bytes;

/**
 * A name for a private key that lives in a vault.
 *
 * @param token label of the token
 * @param id the key's CKA_ID, chosen by whoever made it
 * @param label for humans
 */
public record KeyRef(String token, Bytes id, String label) {}
