package org.xinfu.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealSpec;
import org.xinfu.trust.seal.SealedContent;

/** Alters a sealed OFD package of the usual layout and signs it again, as a holder of keys can. */
record OfdForge(OfdForgeries.Keys keys) {
  static final String SIGNS = "Doc_0/Signs/";
  static final String FOLDER = SIGNS + "Sign_0/";
  static final String LIST = SIGNS + "Signatures.xml";
  static final String XML = FOLDER + "Signature.xml";
  static final String VALUE = FOLDER + "SignedValue.dat";
  static final String SEAL = FOLDER + "Seal.esl";

  /** Signature.xml altered and signed again. */
  Bytes forged(Bytes zip, UnaryOperator<String> change) {
    String before = Mutators.entry(zip, XML).toUtf8();
    String after = change.apply(before);
    if (after.equals(before)) {
      throw new IllegalArgumentException("nothing is altered in " + XML);
    }
    Bytes altered = Mutators.replace(zip, XML, o -> Bytes.utf8(after));
    return valued(altered, (x, path) -> value(zip, x, path));
  }

  interface ValueMaker {
    /** {@code path} is that of Signature.xml, from the root. */
    Bytes value(Bytes xml, String path);
  }

  static Bytes valued(Bytes zip, ValueMaker maker) {
    return Mutators.replace(zip, VALUE, o -> maker.value(Mutators.entry(zip, XML), "/" + XML));
  }

  Bytes value(Bytes zip, Bytes xml, String path) {
    return SealSigner.sign(
        new SealedContent(Mutators.entry(zip, SEAL), Digests.sm3(xml), path, keys.time()),
        keys.signer());
  }

  /** A file altered, its digest and the signature after it. */
  Bytes protectedFile(Bytes zip, String path, UnaryOperator<String> change) {
    Bytes altered = Mutators.replace(zip, path, o -> Bytes.utf8(change.apply(o.toUtf8())));
    return forged(altered, x -> referring(x, path, Mutators.entry(altered, path)));
  }

  /** Another seal beside the signature and in what it signs, whatever is wrong with it. */
  Bytes sealed(Bytes zip, Bytes seal) {
    Bytes referring = forged(zip, x -> referring(x, SEAL, seal));
    Bytes beside = Mutators.replace(referring, SEAL, o -> seal);
    return Mutators.replace(
        beside,
        VALUE,
        o ->
            SesForge.resigned(
                o, s -> SesForge.at(s, old -> SesForge.sequence(seal), 1), keys.signer()));
  }

  /** Signed by somebody else, with a seal of the trusted maker for them. */
  Bytes signedBy(Bytes zip, Signer signer, Instant time) {
    Bytes seal = TestSeals.seal(keys.maker(), signer);
    Bytes referring = forged(zip, x -> referring(x, SEAL, seal));
    Bytes beside = Mutators.replace(referring, SEAL, o -> seal);
    return valued(
        beside,
        (x, path) -> SealSigner.sign(new SealedContent(seal, Digests.sm3(x), path, time), signer));
  }

  Bytes window(int fromDays, int toDays) {
    SealSpec s = TestSeals.spec(keys.signer());
    return made(
        s,
        false,
        keys.time().plus(Duration.ofDays(fromDays)),
        keys.time().plus(Duration.ofDays(toDays)));
  }

  Bytes byDigest() {
    SealSpec s = TestSeals.spec(keys.signer());
    return made(s, true, s.validFrom(), s.validTo());
  }

  private Bytes made(SealSpec s, boolean byDigest, Instant from, Instant to) {
    return SealMaker.make(
        new SealSpec(
            s.esId(),
            s.vendorId(),
            s.type(),
            s.name(),
            s.signers(),
            byDigest,
            s.createdAt(),
            from,
            to,
            s.picture()),
        keys.maker());
  }

  /** Signature.xml without its references to the paths of the pattern. */
  static String without(String xml, String paths) {
    return xml.replaceAll("<ofd:Reference FileRef=\"/" + paths + "\">.*?</ofd:Reference>", "");
  }

  /** Signature.xml with the file's digest, in its own reference or in a new one. */
  static String referring(String xml, String path, Bytes octets) {
    String sm3 = Base64.getEncoder().encodeToString(Digests.sm3(octets).toArray());
    String reference =
        "<ofd:Reference FileRef=\"/"
            + path
            + "\"><ofd:CheckValue>"
            + sm3
            + "</ofd:CheckValue></ofd:Reference>";
    return without(xml, path).replace("</ofd:References>", reference + "</ofd:References>");
  }

  static String twice(String xml, String path) {
    return xml.replace(
        "</ofd:References>",
        "<ofd:Reference FileRef=\""
            + path
            + "\"><ofd:CheckValue>AAAA</ofd:CheckValue></ofd:Reference></ofd:References>");
  }

  static Bytes text(Bytes octets, String from, String to) {
    String text = octets.toUtf8();
    if (!text.contains(from)) {
      throw new IllegalArgumentException(from + " is not there");
    }
    return Bytes.utf8(text.replace(from, to));
  }
}
