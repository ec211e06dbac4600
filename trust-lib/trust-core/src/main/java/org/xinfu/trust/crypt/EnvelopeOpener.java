package org.xinfu.trust.crypt;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.xinfu.trust.Bytes;

/**
 * Opens what {@link EnvelopeMaker} and others make. Never throws on a malformed envelope, and gives
 * one answer, after the same work, for everything that a private key finds out.
 */
public final class EnvelopeOpener {
  private EnvelopeOpener() {}

  /**
   * Opens {@code envelope} (DER or BER ContentInfo) with {@code key}.
   *
   * @param random for the key that stands in for one that did not open
   */
  public static Opened open(Bytes envelope, EnvelopeKey key, SecureRandom random) {
    Optional<ParsedEnvelope> parsed = ParsedEnvelope.parse(envelope);
    if (parsed.isEmpty()) {
      return new Opened.Refused(EnvelopeRefusal.MALFORMED);
    }
    ParsedEnvelope given = parsed.get();
    Optional<EnvelopeCipher> cipher =
        Arrays.stream(EnvelopeCipher.values())
            .filter(c -> c.named(given.algorithm().getAlgorithm()))
            .filter(c -> c.authenticated() == given.tag().isPresent())
            .findFirst();
    if (cipher.isEmpty()) {
      return new Opened.Refused(EnvelopeRefusal.ALGORITHM_NOT_ALLOWED);
    }
    Optional<EnvelopeCipher.Text> text = text(given, cipher.get());
    if (text.isEmpty()) {
      return new Opened.Refused(EnvelopeRefusal.ALGORITHM_NOT_ALLOWED);
    }
    Optional<ParsedEnvelope.Recipient> own =
        given.recipients().stream().filter(r -> r.names(key.certificate())).findFirst();
    if (own.isEmpty()) {
      return new Opened.Refused(EnvelopeRefusal.NOT_FOR_THIS_KEY);
    }
    Optional<KeyWrap> wrap = wrap(own.get());
    if (wrap.isEmpty()) {
      return new Opened.Refused(EnvelopeRefusal.ALGORITHM_NOT_ALLOWED);
    }
    return open(cipher.get(), text.get(), key.unwrap(wrap.get(), own.get().encryptedKey()), random);
  }

  /** RFC 3218 §2.3: a key that did not open is replaced, and its failure told at the end alone. */
  private static Opened open(
      EnvelopeCipher cipher,
      EnvelopeCipher.Text text,
      Optional<Secret> found,
      SecureRandom random) {
    boolean fits = found.map(k -> k.length() == cipher.keyLength()).orElse(false);
    try (Secret standIn = Secret.random(cipher.keyLength(), random);
        Secret real = found.orElse(standIn)) {
      Optional<Bytes> content = ContentCipher.open(cipher, fits ? real : standIn, text);
      return fits && content.isPresent()
          ? new Opened.Content(content.get(), cipher.authenticated())
          : new Opened.Refused(EnvelopeRefusal.NOT_OPENED);
    }
  }

  private static Optional<KeyWrap> wrap(ParsedEnvelope.Recipient recipient) {
    try {
      return KeyWrap.of(recipient.wrap());
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** IV and octets; empty when the parameters are not those of the cipher. */
  private static Optional<EnvelopeCipher.Text> text(ParsedEnvelope given, EnvelopeCipher cipher) {
    ASN1Encodable parameters = given.algorithm().getParameters();
    if (!cipher.authenticated()) {
      return parameters instanceof ASN1OctetString iv && iv.getOctets().length == Sm4.BLOCK
          ? Optional.of(text(iv, given.encrypted(), Bytes.empty()))
          : Optional.empty();
    }
    Bytes tag = given.tag().orElseThrow();
    // RFC 5084 §3.2: the length of the tag is 12 when it is not said; only 16 is accepted.
    return parameters instanceof ASN1Sequence gcm
            && gcm.size() == 2
            && gcm.getObjectAt(0) instanceof ASN1OctetString nonce
            && nonce.getOctets().length > 0
            && gcm.getObjectAt(1) instanceof ASN1Integer length
            && length.hasValue(Sm4.BLOCK)
            && tag.length() == Sm4.BLOCK
        ? Optional.of(text(nonce, given.encrypted().concat(tag), given.associated()))
        : Optional.empty();
  }

  private static EnvelopeCipher.Text text(ASN1OctetString iv, Bytes octets, Bytes associated) {
    return new EnvelopeCipher.Text(new Sm4.Sealed(Bytes.of(iv.getOctets()), octets), associated);
  }
}
