package org.xinfu.trust.crypt;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.xinfu.trust.Bytes;

/** How the content of an envelope is encrypted: cipher, key length and mode together. */
public enum EnvelopeCipher {
  /** SM4-CBC, 1.2.156.10197.1.104.2: the only one of GB/T 35275. */
  SM4_CBC("1.2.156.10197.1.104.2", 16, false),
  /** SM4-GCM, 1.2.156.10197.1.104.8, in AuthEnvelopedData (RFC 5083, RFC 8998 §3). */
  SM4_GCM("1.2.156.10197.1.104.8", 16, true),
  /** AES-256-CBC (RFC 3565). */
  AES256_CBC(NISTObjectIdentifiers.id_aes256_CBC.getId(), 32, false),
  /** AES-256-GCM in AuthEnvelopedData (RFC 5084). */
  AES256_GCM(NISTObjectIdentifiers.id_aes256_GCM.getId(), 32, true);

  /** SM4 without a mode, as most national makers write beside the vector of CBC. */
  private static final ASN1ObjectIdentifier SM4 = new ASN1ObjectIdentifier("1.2.156.10197.1.104");

  private final String oid;
  private final int keyLength;
  private final boolean authenticated;

  EnvelopeCipher(String oid, int keyLength, boolean authenticated) {
    this.oid = oid;
    this.keyLength = keyLength;
    this.authenticated = authenticated;
  }

  /** Octets of the content-encryption key. */
  public int keyLength() {
    return keyLength;
  }

  /** Whether an altered envelope is noticed: AuthEnvelopedData instead of EnvelopedData. */
  public boolean authenticated() {
    return authenticated;
  }

  ASN1ObjectIdentifier oid() {
    return new ASN1ObjectIdentifier(oid);
  }

  /** Whether somebody's identifier means this. */
  boolean named(ASN1ObjectIdentifier identifier) {
    return identifier.equals(oid()) || (this == SM4_CBC && identifier.equals(SM4));
  }

  /** The associated octets are those of the authenticated attributes; empty for CBC. */
  record Text(Sm4.Sealed sealed, Bytes associated) {}
}
