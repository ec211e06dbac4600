package org.xinfu.idp.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.Passkey;
import org.xinfu.idp.passkey.Answers.Shown;

/** What devices answer, bent in every way that Web Authentication §7.1 and §7.2 speak of. */
class AnswersTest {
  private static final String ACCOUNT = "4c9f6d0a-0000-4000-8000-000000000001";
  private static final Instant NOW = Instant.now();
  private static final Ceremony ADD = ceremony(Ceremony.Purpose.ADD, "a");
  private static final Ceremony SHOW = ceremony(Ceremony.Purpose.SECOND_FACTOR, "b");

  private static final KeyPair ROOT_KEY = SoftDevice.ec();
  private static final X500Name ROOT_NAME = new X500Name("CN=Sample maker root,O=Sample,C=CN");
  private static final X509Certificate ROOT = certificate(ROOT_NAME, ROOT_KEY, ROOT_KEY, true);

  private static final Answers PLAIN = answers(Set.of());
  private static final Answers TRUSTING = answers(Set.of(ROOT));

  private static Ceremony ceremony(Ceremony.Purpose purpose, String letter) {
    // 32 octets in base64url end in a letter with two free bits.
    return new Ceremony(purpose, letter.repeat(42) + "A", ACCOUNT, NOW.plusSeconds(60));
  }

  private static Answers answers(Set<X509Certificate> roots) {
    return new Answers(
        new RelyingParty("localhost", "Xinfu", Set.of("http://localhost:9000"), roots));
  }

  private static Passkey made(SoftDevice device) {
    return PLAIN.made(ADD, ACCOUNT, device.made(ADD.challenge(), null)).orElseThrow();
  }

  private static Shown shown(Passkey passkey, SoftDevice device) {
    return PLAIN.shown(SHOW, passkey, device.shown(SHOW.challenge()));
  }

  @Test
  void a_new_credential_is_kept_as_it_is() {
    SoftDevice device = new SoftDevice(1);
    Passkey passkey = made(device);
    assertThat(passkey.credentialId().toArray()).isEqualTo(device.credentialId);
    assertThat(passkey.signCount()).isOne();
    assertThat(passkey.transports()).containsExactly("usb");
    assertThat(passkey.factor()).isEqualTo(Factor.UNPROVEN_PASSKEY);
    device.flags |= SoftDevice.ELIGIBLE | SoftDevice.BACKED_UP;
    assertThat(made(device).factor()).isEqualTo(Factor.PASSKEY);
    device.counter = 2;
    assertThat(shown(made(new SoftDevice(1)), device))
        .as("another key")
        .isEqualTo(new Shown.Wrong());
  }

  @Test
  void a_right_answer_counts_and_tells_its_counter() {
    SoftDevice device = new SoftDevice(1);
    Passkey passkey = made(device);
    device.counter = 7;
    assertThat(shown(passkey, device)).isEqualTo(new Shown.Right(7, false));
    device.userHandle = ACCOUNT.getBytes(StandardCharsets.US_ASCII);
    assertThat(shown(passkey, device)).isEqualTo(new Shown.Right(7, false));
  }

  /** §7.2: a credential that may be copied stays such a one, and so does one that may not. */
  @Test
  void a_synced_credential_tells_whether_it_is_backed_up_and_stays_what_it_is() {
    SoftDevice device = new SoftDevice(1);
    Passkey bound = made(device);
    device.flags |= SoftDevice.ELIGIBLE;
    Passkey synced = made(device);
    assertThat(synced.state()).isEqualTo(new Passkey.State(true, false, false));
    device.counter = 2;
    assertThat(shown(synced, device)).isEqualTo(new Shown.Right(2, false));
    assertThat(shown(bound, device)).as("it could not be copied").isEqualTo(new Shown.Wrong());
    device.flags |= SoftDevice.BACKED_UP;
    assertThat(shown(synced, device)).isEqualTo(new Shown.Right(2, true));
    assertThat(made(device).state()).isEqualTo(new Passkey.State(true, true, false));
    device.flags = SoftDevice.PRESENT | SoftDevice.VERIFIED;
    assertThat(shown(synced, device)).as("it could be copied").isEqualTo(new Shown.Wrong());
  }

  @Test
  void a_counter_that_stands_still_is_a_clone_but_for_devices_without_one() {
    SoftDevice device = new SoftDevice(1);
    device.counter = 5;
    Passkey passkey = made(device);
    assertThat(shown(passkey, device)).isEqualTo(new Shown.Cloned());
    device.counter = 0;
    assertThat(shown(passkey, device)).isEqualTo(new Shown.Cloned());
    assertThat(shown(made(device), device)).isEqualTo(new Shown.Right(0, false));
  }

  @Test
  void every_bent_answer_is_wrong_when_made_and_when_shown() {
    List<Consumer<SoftDevice>> bends =
        List.of(
            device -> device.origin = "http://localhost:9001",
            device -> device.origin = "https://localhost:9000",
            device -> device.origin = "http://evil.example",
            device -> device.rpId = "evil.example",
            device -> device.flags = SoftDevice.PRESENT,
            device -> device.flags = SoftDevice.VERIFIED,
            device -> device.flags |= SoftDevice.BACKED_UP,
            device -> device.type = "payment.get");
    for (int i = 0; i < bends.size(); i++) {
      SoftDevice device = new SoftDevice(1);
      Passkey passkey = made(device);
      device.counter = 2;
      bends.get(i).accept(device);
      assertThat(shown(passkey, device)).as("shown, bend " + i).isEqualTo(new Shown.Wrong());
      assertThat(PLAIN.made(ADD, ACCOUNT, device.made(ADD.challenge(), null)))
          .as("made, bend " + i)
          .isEmpty();
    }
  }

  @Test
  void answers_to_other_ceremonies_and_of_other_people_are_wrong() {
    SoftDevice device = new SoftDevice(1);
    Passkey passkey = made(device);
    device.counter = 2;
    assertThat(PLAIN.shown(SHOW, passkey, device.shown(ADD.challenge())))
        .isEqualTo(new Shown.Wrong());
    assertThat(PLAIN.made(ADD, ACCOUNT, device.made(SHOW.challenge(), null))).isEmpty();
    device.userHandle = "somebody else".getBytes(StandardCharsets.US_ASCII);
    assertThat(shown(passkey, device)).isEqualTo(new Shown.Wrong());
    device.type = "webauthn.create";
    device.userHandle = null;
    assertThat(shown(passkey, device)).isEqualTo(new Shown.Wrong());
  }

  @Test
  void no_flipped_bit_and_no_cut_is_right() {
    SoftDevice device = new SoftDevice(1);
    Passkey passkey = made(device);
    device.counter = 2;
    Map<String, byte[]> parts = device.parts(SHOW.challenge());
    assertThat(PLAIN.shown(SHOW, passkey, device.json(parts))).isEqualTo(new Shown.Right(2, false));
    int bent = 0;
    for (String part : List.copyOf(parts.keySet())) {
      for (int at = 0; at < parts.get(part).length; at++) {
        Map<String, byte[]> flipped = new HashMap<>(parts);
        byte[] octets = parts.get(part).clone();
        octets[at] ^= 0x10;
        flipped.put(part, octets);
        assertThat(PLAIN.shown(SHOW, passkey, device.json(flipped)))
            .as(part + " at " + at)
            .isNotInstanceOf(Shown.Right.class);
        Map<String, byte[]> cut = new HashMap<>(parts);
        cut.put(part, Arrays.copyOf(parts.get(part), at));
        assertThat(PLAIN.shown(SHOW, passkey, device.json(cut)))
            .as(part + " cut at " + at)
            .isNotInstanceOf(Shown.Right.class);
        bent++;
      }
    }
    assertThat(bent).isGreaterThan(200);
  }

  @Test
  void a_bent_attestation_makes_no_credential_of_another_device() {
    SoftDevice device = new SoftDevice(1);
    String json = device.made(ADD.challenge(), null);
    for (int at = 0; at < json.length(); at++) {
      String bent =
          json.substring(0, at) + (json.charAt(at) == 'A' ? 'B' : 'A') + json.substring(at + 1);
      Optional<Passkey> made = PLAIN.made(ADD, ACCOUNT, bent);
      PLAIN.made(ADD, ACCOUNT, json.substring(0, at));
      assertThat(made.map(Passkey::accountId).orElse(ACCOUNT)).isEqualTo(ACCOUNT);
    }
    assertThat(PLAIN.made(ADD, ACCOUNT, json + " ".repeat(30_000))).as("too long").isEmpty();
  }

  @Test
  void only_a_makers_word_under_a_trusted_root_proves_hardware() {
    SoftDevice device = new SoftDevice(1);
    KeyPair key = SoftDevice.ec();
    X500Name name = new X500Name("CN=Sample key,OU=Authenticator Attestation,O=Sample,C=CN");
    SoftDevice.Maker maker =
        new SoftDevice.Maker(key.getPrivate(), List.of(certificate(name, key, ROOT_KEY, false)));
    assertThat(factor(TRUSTING, device, maker)).isEqualTo(Factor.BOUND_PASSKEY);
    assertThat(factor(PLAIN, device, maker)).as("no root").isEqualTo(Factor.UNPROVEN_PASSKEY);
    KeyPair stranger = SoftDevice.ec();
    SoftDevice.Maker forged =
        new SoftDevice.Maker(key.getPrivate(), List.of(certificate(name, key, stranger, false)));
    assertThat(factor(TRUSTING, device, forged)).isEqualTo(Factor.UNPROVEN_PASSKEY);
    SoftDevice.Maker wrongKey = new SoftDevice.Maker(stranger.getPrivate(), maker.chain());
    assertThat(factor(TRUSTING, device, wrongKey)).isEqualTo(Factor.UNPROVEN_PASSKEY);
    SoftDevice.Maker itself = new SoftDevice.Maker(device.key.getPrivate(), List.of());
    assertThat(factor(TRUSTING, device, itself)).isEqualTo(Factor.UNPROVEN_PASSKEY);
    assertThat(factor(TRUSTING, device, null)).isEqualTo(Factor.UNPROVEN_PASSKEY);
    device.flags |= SoftDevice.ELIGIBLE;
    assertThat(factor(TRUSTING, device, maker)).as("may be copied").isEqualTo(Factor.PASSKEY);
  }

  private static Factor factor(
      Answers answers, SoftDevice device, SoftDevice.@Nullable Maker maker) {
    return answers.made(ADD, ACCOUNT, device.made(ADD.challenge(), maker)).orElseThrow().factor();
  }

  private static X509Certificate certificate(
      X500Name subject, KeyPair key, KeyPair issuer, boolean ca) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              ROOT_NAME,
              BigInteger.valueOf(ca ? 1 : 2),
              Date.from(NOW.minus(Duration.ofDays(1))),
              Date.from(NOW.plus(Duration.ofDays(1))),
              subject,
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
