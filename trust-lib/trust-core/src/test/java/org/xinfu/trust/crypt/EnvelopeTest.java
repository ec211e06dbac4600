package org.xinfu.trust.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.BERTaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;

/** Envelopes made by us and by OpenSSL, opened by us and by OpenSSL; altered, never wrongly. */
class EnvelopeTest {
  private static final String D = "2".repeat(64);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Bytes CONTENT = Bytes.utf8("样例 content ".repeat(20));

  @TempDir static Path folder;
  private static EnvelopeKey sm2;
  private static EnvelopeKey rsa;
  private static EnvelopeKey rsaOfAnother;

  @BeforeAll
  static void certificates() throws Exception {
    Fixed.write(folder, "sm2.key", Fixed.pkcs8(D));
    String[] usage = {"-addext", "keyUsage=critical,keyEncipherment,dataEncipherment"};
    run(
        "req -x509 -new -sm3 -key sm2.key -keyform DER -subj /CN=sm2 -days 9 -outform DER -out sm2.crt",
        usage);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey rsaKey = generator.generateKeyPair().getPrivate();
    Fixed.write(folder, "rsa.key", Bytes.of(rsaKey.getEncoded()));
    run(
        "req -x509 -new -key rsa.key -keyform DER -subj /CN=rsa -days 9 -outform DER -out rsa.crt",
        usage);
    run(
        "req -x509 -new -sm3 -key sm2.key -keyform DER -subj /CN=sign -days 9 -outform DER -out sign.crt",
        "-addext",
        "keyUsage=critical,digitalSignature");
    run("x509 -inform DER -in rsa.crt -out rsa.pem");
    sm2 = EnvelopeKey.sm2(certificate("sm2.crt"), Fixed.key(D));
    rsa = EnvelopeKey.rsa(certificate("rsa.crt"), rsaKey);
    rsaOfAnother = EnvelopeKey.rsa(sm2.certificate(), rsaKey);
  }

  private static String run(String command, String... more) {
    String[] words = command.split(" ");
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Fixed.openssl(folder, all);
  }

  private static Certificate certificate(String name) throws IOException {
    return Certificate.parse(Fixed.read(folder, name)).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(EnvelopeCipher.class)
  void bothRecipientsOpenIt(EnvelopeCipher cipher) {
    for (Bytes content : List.of(CONTENT, Bytes.empty(), Bytes.of(new byte[16]))) {
      Bytes envelope = EnvelopeMaker.cms(content, both(), cipher, RANDOM);
      for (EnvelopeKey key : List.of(sm2, rsa)) {
        assertThat(EnvelopeOpener.open(envelope, key, RANDOM))
            .isEqualTo(new Opened.Content(content, cipher.authenticated()));
      }
    }
  }

  @Test
  void theNationalEnvelopeHasItsOwnNames() {
    Bytes envelope = EnvelopeMaker.gbt35275(CONTENT, List.of(sm2.certificate()), RANDOM);
    assertThat(EnvelopeOpener.open(envelope, sm2, RANDOM).contentIfOpened()).contains(CONTENT);
    // 1.2.156.10197.6.1.4.2.3 and version 1
    assertThat(envelope.slice(0, 30).toHex())
        .contains("060a2a811ccf550601040203")
        .contains("020101");
    assertThatThrownBy(() -> EnvelopeMaker.gbt35275(CONTENT, both(), RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Most national makers name SM4 alone (GM/T 0006); the vector beside it says CBC. */
  @Test
  void sm4ByItselfIsReadAsCbc() {
    Bytes envelope = EnvelopeMaker.gbt35275(CONTENT, List.of(sm2.certificate()), RANDOM);
    ASN1Sequence info = ASN1Sequence.getInstance(envelope.toArray());
    ASN1TaggedObject inside = ASN1TaggedObject.getInstance(info.getObjectAt(1));
    ASN1Encodable[] fields = ASN1Sequence.getInstance(inside, true).toArray();
    ASN1Encodable[] content = ASN1Sequence.getInstance(fields[2]).toArray();
    ASN1Encodable vector = AlgorithmIdentifier.getInstance(content[1]).getParameters();
    content[1] = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.156.10197.1.104"), vector);
    fields[2] = new BERSequence(content);
    ASN1Encodable[] both = {info.getObjectAt(0), new BERTaggedObject(0, new BERSequence(fields))};
    Bytes bare = Der.encode(new BERSequence(both));
    assertThat(EnvelopeOpener.open(bare, sm2, RANDOM).contentIfOpened()).contains(CONTENT);
    content[1] = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.156.10197.1.104"));
    fields[2] = new BERSequence(content);
    both[1] = new BERTaggedObject(0, new BERSequence(fields));
    assertThat(refusal(Der.encode(new BERSequence(both)), sm2))
        .isEqualTo(EnvelopeRefusal.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void nobodyAndSigningCertificatesAreNoRecipients() throws IOException {
    Certificate signing = certificate("sign.crt");
    for (List<Certificate> bad : List.of(List.<Certificate>of(), List.of(signing))) {
      assertThatThrownBy(() -> EnvelopeMaker.cms(CONTENT, bad, EnvelopeCipher.SM4_GCM, RANDOM))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusalsSayWhatAnybodyCanSeeAndNothingMore() throws IOException {
    Bytes envelope =
        EnvelopeMaker.cms(CONTENT, List.of(sm2.certificate()), EnvelopeCipher.SM4_CBC, RANDOM);
    assertThat(refusal(Bytes.utf8("no envelope"), sm2)).isEqualTo(EnvelopeRefusal.MALFORMED);
    assertThat(refusal(Bytes.empty(), sm2)).isEqualTo(EnvelopeRefusal.MALFORMED);
    assertThat(refusal(envelope.slice(0, 100), sm2)).isEqualTo(EnvelopeRefusal.MALFORMED);
    assertThat(refusal(envelope, rsa)).isEqualTo(EnvelopeRefusal.NOT_FOR_THIS_KEY);
    assertThat(refusal(swap(envelope, "06082a811ccf55016802", "06082a811ccf55016801"), sm2))
        .isEqualTo(EnvelopeRefusal.ALGORITHM_NOT_ALLOWED);
    EnvelopeKey other = EnvelopeKey.sm2(sm2.certificate(), Sm2PrivateKey.generate(RANDOM));
    assertThat(refusal(envelope, other)).isEqualTo(EnvelopeRefusal.NOT_OPENED);
    assertThat(refusal(envelope, rsaOfAnother)).isEqualTo(EnvelopeRefusal.NOT_OPENED);
    EnvelopeKey shortKey = answering(Secret.random(8, RANDOM));
    assertThat(refusal(envelope, shortKey)).isEqualTo(EnvelopeRefusal.NOT_OPENED);
  }

  /** Whatever the private key finds out about an altered key or content is told in one word. */
  @Test
  void anAlteredNationalEnvelopeIsNoOracle() {
    Bytes envelope = EnvelopeMaker.gbt35275(CONTENT, List.of(sm2.certificate()), RANDOM);
    String hex = envelope.toHex();
    int wrapped = hex.indexOf("0609" + "2a811ccf5501822d03") / 2 + 11;
    int content = hex.indexOf("06082a811ccf55016802") / 2;
    assertThat(wrapped).isBetween(12, content);
    for (int at = wrapped + 4; at < content - 40; at++) {
      Bytes altered = flipped(envelope, at);
      assertThat(EnvelopeOpener.open(altered, sm2, RANDOM).contentIfOpened().orElse(CONTENT))
          .as("octet %d", at)
          .isEqualTo(CONTENT);
    }
    // The mask, the hash and the point: each is noticed behind the key, and none is told apart.
    int hash = hex.indexOf("0420", 2 * wrapped) / 2 + 2;
    for (int at : List.of(hash, hash + 31, hash + 34, hash + 40)) {
      assertThat(refusal(flipped(envelope, at), sm2)).isEqualTo(EnvelopeRefusal.NOT_OPENED);
    }
    // Padding: the last octet but sixteen turns the last octet of the text.
    Bytes padding = flipped(envelope, envelope.length() - 17, 0x40);
    assertThat(refusal(padding, sm2)).isEqualTo(EnvelopeRefusal.NOT_OPENED);
    Opened other = EnvelopeOpener.open(flipped(envelope, envelope.length() - 40), sm2, RANDOM);
    // CBC does not notice this one: it is said that nothing was authenticated.
    assertThat(other).isInstanceOf(Opened.Content.class);
    assertThat(((Opened.Content) other).authenticated()).isFalse();
  }

  @Test
  void nestsAndCrowdsAreMalformed() {
    byte[] nest = new byte[2_000_000];
    for (int i = 0; i < nest.length; i += 2) {
      nest[i] = 0x30;
      nest[i + 1] = (byte) 0x80;
    }
    assertThat(refusal(Bytes.of(nest), sm2)).isEqualTo(EnvelopeRefusal.MALFORMED);
    assertThat(Sm2EnvelopedKey.open(Bytes.of(nest), Fixed.key(D))).isEmpty();
    List<Certificate> crowd = java.util.Collections.nCopies(1001, sm2.certificate());
    Bytes crowded = EnvelopeMaker.cms(CONTENT, crowd, EnvelopeCipher.SM4_CBC, RANDOM);
    assertThat(refusal(crowded, sm2)).isEqualTo(EnvelopeRefusal.MALFORMED);
  }

  private static Bytes flipped(Bytes in, int at) {
    return flipped(in, at, 1);
  }

  private static Bytes flipped(Bytes in, int at, int mask) {
    byte[] altered = in.toArray();
    altered[at] ^= (byte) mask;
    return Bytes.of(altered);
  }

  @Test
  void shortTagsAreRefused() {
    Bytes envelope =
        EnvelopeMaker.cms(CONTENT, List.of(sm2.certificate()), EnvelopeCipher.SM4_GCM, RANDOM);
    // ICVlen INTEGER 16 → 12, and the tag stays what it is
    assertThat(refusal(swap(envelope, "020110", "02010c"), sm2))
        .isEqualTo(EnvelopeRefusal.ALGORITHM_NOT_ALLOWED);
  }

  /** CBC cannot notice every alteration, but GCM must. */
  @Test
  void noAlteredAuthenticatedEnvelopeOpensToOtherContent() {
    Bytes envelope =
        EnvelopeMaker.cms(CONTENT, List.of(sm2.certificate()), EnvelopeCipher.SM4_GCM, RANDOM);
    Random places = new Random(42);
    for (int i = 0; i < 1500; i++) {
      byte[] altered = envelope.toArray();
      altered[i < altered.length ? i : places.nextInt(altered.length)] ^=
          (byte) (1 + places.nextInt(255));
      Opened opened = EnvelopeOpener.open(Bytes.of(altered), sm2, RANDOM);
      // What names the version or the content type is not protected and not believed.
      assertThat(opened.contentIfOpened().orElse(CONTENT))
          .describedAs("try %s", i)
          .isEqualTo(CONTENT);
    }
    for (int length = 0; length < envelope.length(); length += 7) {
      assertThat(EnvelopeOpener.open(envelope.slice(0, length), sm2, RANDOM).contentIfOpened())
          .isEmpty();
    }
  }

  @Test
  void anEnvelopeInBerOpens() throws IOException {
    Bytes der =
        EnvelopeMaker.cms(CONTENT, List.of(sm2.certificate()), EnvelopeCipher.SM4_GCM, RANDOM);
    Bytes ber = Bytes.of(ASN1Primitive.fromByteArray(der.toArray()).getEncoded("BER"));
    assertThat(EnvelopeOpener.open(ber, sm2, RANDOM).contentIfOpened()).contains(CONTENT);
  }

  @ParameterizedTest
  @EnumSource(value = EnvelopeCipher.class, names = "AES.*", mode = EnumSource.Mode.MATCH_ALL)
  void openSslOpensOurs(EnvelopeCipher cipher) throws IOException {
    Fixed.write(
        folder, "ours", EnvelopeMaker.cms(CONTENT, List.of(rsa.certificate()), cipher, RANDOM));
    assertThat(
            run(
                "cms -decrypt -binary -inform DER -in ours -inkey rsa.key -keyform DER -recip rsa.pem -out plain"))
        .isEmpty();
    assertThat(Fixed.read(folder, "plain")).isEqualTo(CONTENT);
  }

  @Test
  void weOpenThoseOfOpenSsl() throws IOException {
    Fixed.write(folder, "content", CONTENT);
    String oaep =
        " -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha256";
    for (String options :
        List.of(
            "-aes-256-cbc -recip rsa.pem" + oaep,
            "-aes-256-gcm -recip rsa.pem" + oaep,
            "-sm4-cbc -recip rsa.pem" + oaep,
            "-aes-256-cbc -stream -recip rsa.pem" + oaep,
            "-aes-256-gcm -keyid -recip rsa.pem" + oaep,
            "-aes-256-cbc -recip rsa.pem -keyopt rsa_padding_mode:oaep")) {
      assertThat(run("cms -encrypt -binary -in content -outform DER -out theirs " + options))
          .isEmpty();
      assertThat(EnvelopeOpener.open(Fixed.read(folder, "theirs"), rsa, RANDOM).contentIfOpened())
          .describedAs(options)
          .contains(CONTENT);
    }
    assertThat(
            run(
                "cms -encrypt -binary -in content -outform DER -out theirs -aes-256-cbc -recip rsa.pem"))
        .isEmpty();
    assertThat(refusal(Fixed.read(folder, "theirs"), rsa))
        .isEqualTo(EnvelopeRefusal.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void aDeliveredKeyIsOpenedByTheSigningKeyAlone() {
    Sm2PrivateKey signing = Sm2PrivateKey.generate(RANDOM);
    Sm2PrivateKey encryption = Sm2PrivateKey.generate(RANDOM);
    Bytes made = Sm2EnvelopedKey.make(encryption, signing.point(), RANDOM).orElseThrow();
    Sm2PrivateKey opened = Sm2EnvelopedKey.open(made, signing).orElseThrow();
    assertThat(opened.point()).isEqualTo(encryption.point());
    assertThat(opened.secret()).isEqualTo(encryption.secret());
    assertThat(Sm2EnvelopedKey.open(made, encryption)).isEmpty();
    assertThat(Sm2EnvelopedKey.make(encryption, Bytes.hex("00"), RANDOM)).isEmpty();
    for (int i = 0; i < made.length(); i++) {
      byte[] altered = made.toArray();
      altered[i] ^= 1;
      assertThat(
              Sm2EnvelopedKey.open(Bytes.of(altered), signing)
                  .map(Sm2PrivateKey::point)
                  .orElse(encryption.point()))
          .isEqualTo(encryption.point());
      assertThat(Sm2EnvelopedKey.open(made.slice(0, i), signing)).isEmpty();
    }
  }

  private static List<Certificate> both() {
    return List.of(sm2.certificate(), rsa.certificate());
  }

  private static EnvelopeKey answering(Secret key) {
    return new EnvelopeKey() {
      @Override
      public Certificate certificate() {
        return sm2.certificate();
      }

      @Override
      public Optional<Secret> unwrap(KeyWrap how, Bytes encryptedKey) {
        return Optional.of(key);
      }
    };
  }

  private static EnvelopeRefusal refusal(Bytes envelope, EnvelopeKey key) {
    return ((Opened.Refused) EnvelopeOpener.open(envelope, key, RANDOM)).reason();
  }

  private static Bytes swap(Bytes in, String from, String to) {
    String hex = in.toHex();
    int at = hex.indexOf(from);
    assertThat(at).isPositive();
    return Bytes.hex(hex.substring(0, at) + to + hex.substring(at + from.length()));
  }
}
