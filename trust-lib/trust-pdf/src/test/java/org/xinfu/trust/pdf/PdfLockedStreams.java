package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CONTENT;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import org.xinfu.trust.Bytes;

/**
 * Documents whose streams are encrypted under an empty password and whose strings are not (ISO
 * 32000-2 §7.6.6, crypt filter Identity), written by hand: the same octets at every run.
 */
final class PdfLockedStreams {
  private static final String PAD =
      "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a";
  private static final int NUMBER = 70;
  private static final String ID = "42".repeat(16);
  private final boolean aes;
  private final String more;
  private final Bytes key;

  /**
   * How streams are encrypted: AES-128 or RC4.
   *
   * @param more entries of the page's content
   */
  PdfLockedStreams(boolean aes, String more) {
    this.aes = aes;
    this.more = more;
    this.key = key(Bytes.hex(ID));
  }

  /** The document, signed. */
  Bytes signed() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(CONTENT, content(CONTENT, 0));
    objects.put(PdfForge.FACE, stream(PdfForge.FACE, face(), "BT /F1 9 Tf (100) Tj ET", 0));
    objects.put(9, stream(9, "", "q Q", 0));
    objects.put(NUMBER, dictionary());
    String trailer = "/Encrypt 70 0 R /ID[<" + ID + "><" + ID + ">]";
    return PdfForge.signed(PdfUpdate.of(PdfUpdate.file(objects, trailer)), CADES);
  }

  /**
   * The page's content as the object of this number.
   *
   * @param junk octets of the last block's padding that are not its length
   */
  String content(int number, int junk) {
    return stream(number, more, "BT /F1 20 Tf 80 700 Td (HONEST) Tj ET", junk);
  }

  private static String face() {
    return "/Type/XObject/Subtype/Form/BBox[0 0 100 20]";
  }

  private String stream(int number, String entries, String content, int junk) {
    // What names a filter or calls itself metadata is in the clear.
    boolean clear = entries.contains("Crypt") || entries.contains("Metadata");
    Bytes plain = Bytes.utf8(content);
    String octets = latin(clear ? plain : encrypt(number, plain, junk));
    return "<<" + entries + "/Length " + octets.length() + ">>\nstream\n" + octets + "\nendstream";
  }

  private String dictionary() {
    return "<</Filter/Standard/V 4/R 4/Length 128/P -4/EncryptMetadata false/O<"
        + "11".repeat(32)
        + ">/U<"
        + user(key, Bytes.hex(ID)).toHex()
        + "00".repeat(16)
        + ">/CF<</StdCF<</AuthEvent/DocOpen/Length 16/CFM/"
        + (aes ? "AESV2" : "V2")
        + ">>>>/StmF/StdCF/StrF/Identity>>";
  }

  /** Algorithm 2 for R 4 without metadata. */
  private static Bytes key(Bytes id) {
    MessageDigest md5 = md5();
    md5.update(Bytes.hex(PAD).toArray());
    md5.update(Bytes.hex("11".repeat(32)).toArray());
    md5.update(new byte[] {-4, -1, -1, -1});
    md5.update(id.toArray());
    md5.update(new byte[] {-1, -1, -1, -1});
    byte[] key = md5.digest();
    for (int i = 0; i < 50; i++) {
      key = md5.digest(key);
    }
    return Bytes.of(key);
  }

  /** Algorithm 5. */
  private static Bytes user(Bytes key, Bytes id) {
    MessageDigest md5 = md5();
    md5.update(Bytes.hex(PAD).toArray());
    Bytes check = Bytes.of(md5.digest(id.toArray()));
    for (int round = 0; round < 20; round++) {
      byte[] turned = key.toArray();
      for (int i = 0; i < turned.length; i++) {
        turned[i] ^= (byte) round;
      }
      check = FileKey.rc4(Bytes.of(turned), check);
    }
    return check;
  }

  private Bytes encrypt(int number, Bytes plain, int junk) {
    MessageDigest md5 = md5();
    md5.update(key.toArray());
    md5.update(new byte[] {(byte) number, 0, 0, 0, 0});
    if (!aes) {
      return FileKey.rc4(Bytes.of(md5.digest()), plain);
    }
    Bytes own = Bytes.of(md5.digest(Bytes.utf8("sAlT").toArray()));
    int fill = 16 - plain.length() % 16;
    byte[] padded = Arrays.copyOf(plain.toArray(), plain.length() + fill);
    Arrays.fill(padded, plain.length(), padded.length, (byte) fill);
    Arrays.fill(padded, plain.length(), plain.length() + junk, (byte) 'q');
    byte[] iv = new byte[16];
    try {
      return Bytes.of(iv).concat(FileKey.aes(Cipher.ENCRYPT_MODE, own, iv, Bytes.of(padded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String latin(Bytes octets) {
    return new String(octets.toArray(), StandardCharsets.ISO_8859_1);
  }
}
