package org.xinfu.hsm.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.hsm.crypto.Mechanism;
import org.xinfu.hsm.crypto.MechanismProfile;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;
import org.xinfu.hsm.store.StoredToken;

class DeviceTest {
  private static final byte[] PIN = "12345678".getBytes(UTF_8);
  private static final byte[] SO = "87654321".getBytes(UTF_8);
  private static final byte[] WRONG = "00000000".getBytes(UTF_8);
  private static final long RW = Ck.CKF_SERIAL_SESSION | Ck.CKF_RW_SESSION;

  @TempDir Path directory;

  private Device device;
  private Application application;
  private Session session;

  @BeforeEach
  void open() {
    device = new Device(directory, MechanismProfile.named("project-default"));
    device.createToken("t", new StoredToken.Pins(SO, PIN));
    application = device.connect(1);
    session = device.open(application, 0, RW);
  }

  @Test
  void tenWrongPinsLockAndTheOfficerUnlocks() {
    for (int i = 1; i < 10; i++)
      refused(Ck.CKR_PIN_INCORRECT, () -> device.login(session, 1, WRONG));
    refused(Ck.CKR_PIN_LOCKED, () -> device.login(session, 1, WRONG));
    refused(Ck.CKR_PIN_LOCKED, () -> device.login(session, 1, PIN));
    reopen();
    refused(Ck.CKR_PIN_LOCKED, () -> device.login(session, 1, PIN));
    device.login(session, 0, SO);
    session.initPin(WRONG);
    session.logout();
    device.login(session, 1, WRONG);
    assertThat(session.state()).isEqualTo(3);
  }

  @Test
  void aRightPinForgetsTheWrongOnes() {
    refused(Ck.CKR_PIN_INCORRECT, () -> device.login(session, 1, WRONG));
    assertThat(session.token().failures(StoredToken.Role.USER)).isEqualTo(1);
    device.login(session, 1, PIN);
    assertThat(session.token().failures(StoredToken.Role.USER)).isZero();
  }

  @Test
  void loginsBelongToTheApplication() {
    device.login(session, 1, PIN);
    refused(Ck.CKR_USER_ALREADY_LOGGED_IN, () -> device.login(session, 1, PIN));
    refused(Ck.CKR_USER_ANOTHER_ALREADY_LOGGED_IN, () -> device.login(session, 0, SO));
    Application other = device.connect(2);
    Session theirs = device.open(other, 0, RW);
    assertThat(theirs.state()).isEqualTo(2);
    refused(Ck.CKR_USER_NOT_LOGGED_IN, () -> pair(theirs, 1));
    refused(Ck.CKR_SESSION_HANDLE_INVALID, () -> device.session(other, session.handle()));
  }

  @Test
  void aLoginEndsWithTheLastSessionOrTheLastConnection() {
    device.login(session, 1, PIN);
    device.close(session);
    session = device.open(application, 0, RW);
    assertThat(session.state()).isEqualTo(2);
    device.login(session, 1, PIN);
    device.disconnect(application);
    assertThat(device.sessionsOf(session.token())).isEmpty();
    refused(Ck.CKR_SESSION_HANDLE_INVALID, () -> device.session(application, session.handle()));
  }

  @Test
  void readOnlySessionsWriteNothing() {
    Session reader = device.open(application, 0, Ck.CKF_SERIAL_SESSION);
    device.login(session, 1, PIN);
    refused(Ck.CKR_SESSION_READ_ONLY, () -> pair(reader, 1));
    assertThat(reader.state()).isEqualTo(1);
    session.logout();
    refused(Ck.CKR_SESSION_READ_ONLY_EXISTS, () -> device.login(session, 0, SO));
  }

  @Test
  void keysAreThereAfterARestartAndSignAsBefore() {
    device.login(session, 1, PIN);
    long[] pair = pair(session, 7);
    byte[] e = new byte[32];
    byte[] signature = sign(pair[1], e);
    reopen();
    assertThat(search(new Attributes())).hasSize(1); // the public key
    device.login(session, 1, PIN);
    long open = only(Ck.CKO_PUBLIC_KEY);
    long secret = only(Ck.CKO_PRIVATE_KEY);
    assertThat(pair).doesNotContain(open, secret);
    session.startVerify(Mechanism.SM2_E, new byte[0], open);
    session.finishVerify(e, signature);
    session.startVerify(Mechanism.SM2_E, new byte[0], open);
    session.finishVerify(e, sign(secret, e));
    session.startVerify(Mechanism.SM2_E, new byte[0], open);
    signature[40] ^= 1;
    refused(Ck.CKR_SIGNATURE_INVALID, () -> session.finishVerify(e, signature));
  }

  @Test
  void destroyedKeysStayAwayAndTheirNeighboursStay() {
    device.login(session, 1, PIN);
    long[] first = pair(session, 1);
    pair(session, 2);
    session.destroy(first[1]);
    refused(Ck.CKR_OBJECT_HANDLE_INVALID, () -> session.destroy(first[1]));
    reopen();
    device.login(session, 1, PIN);
    assertThat(search(new Attributes().put(Ck.CKA_CLASS, Ck.CKO_PRIVATE_KEY))).hasSize(1);
    assertThat(search(new Attributes().put(Ck.CKA_CLASS, Ck.CKO_PUBLIC_KEY))).hasSize(2);
  }

  @Test
  void labelsChangeDurablyAndNothingElseDoes() {
    device.login(session, 1, PIN);
    long[] pair = pair(session, 1);
    for (long key : pair)
      session.change(key, new Attributes().put(Ck.CKA_LABEL, "new".getBytes(UTF_8)));
    refused(
        Ck.CKR_ATTRIBUTE_READ_ONLY,
        () -> session.change(pair[1], new Attributes().put(Ck.CKA_EXTRACTABLE, true)));
    reopen();
    device.login(session, 1, PIN);
    assertThat(search(new Attributes().put(Ck.CKA_LABEL, "new".getBytes(UTF_8)))).hasSize(2);
  }

  @Test
  void secretsAreNeitherReadNorGuessedNorMadeReadable() {
    device.login(session, 1, PIN);
    long key = pair(session, 1)[1];
    ReadableObject.Value value = session.read(key).attribute(Ck.CKA_VALUE);
    assertThat(value.rv()).isEqualTo(Ck.CKR_ATTRIBUTE_SENSITIVE);
    assertThat(value.bytes()).isNull();
    byte[] d = secret(key);
    assertThat(search(new Attributes().put(Ck.CKA_VALUE, d))).isEmpty();
    for (Attributes wish :
        List.of(
            new Attributes().put(Ck.CKA_SENSITIVE, false),
            new Attributes().put(Ck.CKA_EXTRACTABLE, true),
            new Attributes().put(Ck.CKA_PRIVATE, false))) {
      refused(
          Ck.CKR_TEMPLATE_INCONSISTENT,
          () -> device.generatePair(session, Mechanism.SM2_KEY_PAIR_GEN, new Attributes(), wish));
    }
    refused(
        Ck.CKR_TEMPLATE_INCONSISTENT,
        () -> session.create(new Attributes().put(Ck.CKA_CLASS, Ck.CKO_PRIVATE_KEY)));
  }

  /** Positive control: the public point, which is no secret, is found by the same search. */
  @Test
  void theStoreHoldsNoPrivateScalarInTheClear() throws Exception {
    device.login(session, 1, PIN);
    long[] pair = pair(session, 1);
    byte[] d = secret(pair[1]);
    byte[] point = session.read(pair[0]).attribute(Ck.CKA_EC_POINT).bytes();
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList())
        files.add(Files.readAllBytes(file));
    }
    assertThat(files).anyMatch(file -> contains(file, point));
    assertThat(files).noneMatch(file -> contains(file, d) || contains(file, Arrays.reverse(d)));
    assertThat(files).noneMatch(file -> contains(file, PIN) || contains(file, SO));
  }

  @Test
  void sessionObjectsDieWithTheirSession() {
    Session other = device.open(application, 0, RW);
    long object =
        other.create(
            new Attributes().put(Ck.CKA_CLASS, Ck.CKO_DATA).put(Ck.CKA_VALUE, new byte[] {1}));
    assertThat(session.read(object).attribute(Ck.CKA_VALUE).bytes()).containsExactly(1);
    device.close(other);
    refused(Ck.CKR_OBJECT_HANDLE_INVALID, () -> session.read(object));
  }

  @Test
  void sessionsAreCounted() {
    for (int i = device.sessionsOf(session.token()).size(); i < Device.MAX_SESSIONS; i++) {
      device.open(application, 0, RW);
    }
    refused(Ck.CKR_SESSION_COUNT, () -> device.open(application, 0, RW));
  }

  @Test
  void mechanismsFitTheirKeys() {
    device.login(session, 1, PIN);
    long[] pair = pair(session, 1);
    refused(
        Ck.CKR_KEY_TYPE_INCONSISTENT,
        () -> session.startSign(Mechanism.ECDSA, new byte[0], pair[1]));
    refused(
        Ck.CKR_KEY_FUNCTION_NOT_PERMITTED,
        () -> session.startSign(Mechanism.SM2_E, new byte[0], pair[0]));
    refused(Ck.CKR_MECHANISM_INVALID, () -> session.startSign(Mechanism.SM3, new byte[0], pair[1]));
    refused(Ck.CKR_DATA_LEN_RANGE, () -> sign(pair[1], new byte[31]));
  }

  private void reopen() {
    device = new Device(directory, MechanismProfile.named("project-default"));
    application = device.connect(1);
    session = device.open(application, 0, RW);
  }

  private long[] pair(Session in, int id) {
    Attributes template =
        new Attributes().put(Ck.CKA_TOKEN, true).put(Ck.CKA_ID, new byte[] {(byte) id});
    return device.generatePair(in, Mechanism.SM2_KEY_PAIR_GEN, template, template);
  }

  private byte[] sign(long key, byte[] e) {
    session.startSign(Mechanism.SM2_E, new byte[0], key);
    byte[] signature = session.finishSign(e, new Room(true, 64)).bytes();
    assertThat(signature).hasSize(64);
    return signature;
  }

  private byte[] secret(long key) {
    return session.token().find(session, key, 0).attributes().need(Ck.CKA_VALUE);
  }

  private List<Long> search(Attributes template) {
    session.startSearch(template);
    List<Long> found = session.nextFound(1000);
    session.endSearch();
    return found;
  }

  private long only(long kind) {
    List<Long> found = search(new Attributes().put(Ck.CKA_CLASS, kind));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static boolean contains(byte[] file, byte[] part) {
    for (int i = 0; i + part.length <= file.length; i++) {
      if (java.util.Arrays.equals(file, i, i + part.length, part, 0, part.length)) return true;
    }
    return false;
  }

  private static void refused(long rv, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.rv()).isEqualTo(rv));
  }
}
