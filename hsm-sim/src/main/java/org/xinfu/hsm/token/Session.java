package org.xinfu.hsm.token;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bouncycastle.crypto.Digest;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.crypto.Hash;
import org.xinfu.hsm.crypto.Mechanism;
import org.xinfu.hsm.crypto.MechanismProfile;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;
import org.xinfu.hsm.store.StoredToken.Role;

/** A session and its active operations: at most one search, digest, signature and verification. */
public final class Session {
  private final long handle;
  private final Application application;
  private final Token token;
  private final boolean readWrite;
  private final MechanismProfile profile;
  private @Nullable Deque<Long> search;
  private @Nullable Digest digest;
  private @Nullable SignatureOperation signing;
  private @Nullable SignatureOperation verifying;

  Session(
      long handle,
      Application application,
      Token token,
      boolean readWrite,
      MechanismProfile profile) {
    this.handle = handle;
    this.application = application;
    this.token = token;
    this.readWrite = readWrite;
    this.profile = profile;
  }

  public long handle() {
    return handle;
  }

  public Token token() {
    return token;
  }

  Application application() {
    return application;
  }

  boolean readWrite() {
    return readWrite;
  }

  void requireReadWrite() {
    if (!readWrite) throw new Refused(Ck.CKR_SESSION_READ_ONLY);
  }

  /** CKS_… of clause 3.3: 0 RO public, 1 RO user, 2 RW public, 3 RW user, 4 RW SO. */
  public long state() {
    Role role = token.role(application);
    if (role == Role.SO) return 4;
    return (readWrite ? 2L : 0L) + (role == Role.USER ? 1L : 0L);
  }

  public long flags() {
    return Ck.CKF_SERIAL_SESSION | (readWrite ? Ck.CKF_RW_SESSION : 0);
  }

  public void login(long user, byte[] pin) {
    if (user != Ck.CKU_SO && user != Ck.CKU_USER) throw new Refused(Ck.CKR_USER_TYPE_INVALID);
    token.login(application, user == Ck.CKU_SO ? Role.SO : Role.USER, pin);
  }

  public void logout() {
    if (token.role(application) == null) throw new Refused(Ck.CKR_USER_NOT_LOGGED_IN);
    token.logout(application);
  }

  public void initPin(byte[] pin) {
    requireReadWrite();
    token.initUserPin(application, pin);
  }

  public void changePin(byte[] old, byte[] pin) {
    requireReadWrite();
    token.changePin(application, old, pin);
  }

  public long create(Attributes template) {
    return token.add(this, List.of(Templates.created(template))).get(0).handle();
  }

  /** Handles of the public and the private key. */
  public long[] addPair(Attributes open, Attributes secret) {
    List<TokenObject> pair = token.add(this, List.of(open, secret));
    return new long[] {pair.get(0).handle(), pair.get(1).handle()};
  }

  public void destroy(long object) {
    token.remove(this, token.find(this, object, Ck.CKR_OBJECT_HANDLE_INVALID));
  }

  public void change(long object, Attributes template) {
    token.change(this, token.find(this, object, Ck.CKR_OBJECT_HANDLE_INVALID), template);
  }

  public ReadableObject read(long object) {
    return new ReadableObject(token.find(this, object, Ck.CKR_OBJECT_HANDLE_INVALID));
  }

  public synchronized void startSearch(Attributes template) {
    if (search != null) throw new Refused(Ck.CKR_OPERATION_ACTIVE);
    search = new ArrayDeque<>(token.search(this, template));
  }

  public synchronized List<Long> nextFound(long max) {
    Deque<Long> left = need(search);
    List<Long> found = new ArrayList<>();
    while (found.size() < max && !left.isEmpty()) found.add(left.removeFirst());
    return found;
  }

  public synchronized void endSearch() {
    need(search);
    search = null;
  }

  public synchronized void startDigest(Mechanism mechanism) {
    if (digest != null) throw new Refused(Ck.CKR_OPERATION_ACTIVE);
    Hash hash = mechanism.hash();
    if (mechanism.use() != Mechanism.Use.DIGEST || hash == null) {
      throw new Refused(Ck.CKR_MECHANISM_INVALID);
    }
    digest = hash.start();
  }

  public synchronized void updateDigest(byte[] input) {
    need(digest).update(input, 0, input.length);
  }

  public synchronized Output finishDigest(byte[] input, Room room) {
    Digest active = need(digest);
    Output refused = Output.refuse(room, active.getDigestSize());
    if (refused != null) return refused;
    active.update(input, 0, input.length);
    digest = null;
    return Output.of(Hash.finish(active));
  }

  public synchronized void startSign(Mechanism mechanism, byte[] parameter, long key) {
    if (signing != null) throw new Refused(Ck.CKR_OPERATION_ACTIVE);
    signing = start(mechanism, parameter, key, Ck.CKA_SIGN);
  }

  public synchronized void updateSign(byte[] input) {
    need(signing).update(input);
  }

  public synchronized Output finishSign(byte[] input, Room room) {
    SignatureOperation active = need(signing);
    Output refused = Output.refuse(room, active.outputLength());
    if (refused != null) return refused;
    signing = null;
    if (active.object().isPrivate() && token.role(application) != Role.USER) {
      throw new Refused(Ck.CKR_USER_NOT_LOGGED_IN);
    }
    active.update(input);
    return Output.of(active.sign());
  }

  public synchronized void startVerify(Mechanism mechanism, byte[] parameter, long key) {
    if (verifying != null) throw new Refused(Ck.CKR_OPERATION_ACTIVE);
    verifying = start(mechanism, parameter, key, Ck.CKA_VERIFY);
  }

  public synchronized void updateVerify(byte[] input) {
    need(verifying).update(input);
  }

  public synchronized void finishVerify(byte[] input, byte[] signature) {
    SignatureOperation active = need(verifying);
    verifying = null;
    active.update(input);
    if (!active.verify(signature)) throw new Refused(Ck.CKR_SIGNATURE_INVALID);
  }

  private SignatureOperation start(
      Mechanism mechanism, byte[] parameter, long key, long permission) {
    TokenObject object = token.find(this, key, Ck.CKR_KEY_HANDLE_INVALID);
    if (!object.attributes().flag(permission, false)) {
      throw new Refused(Ck.CKR_KEY_FUNCTION_NOT_PERMITTED);
    }
    return new SignatureOperation(mechanism, parameter, object, object.key(profile));
  }

  private static <T> T need(@Nullable T active) {
    if (active == null) throw new Refused(Ck.CKR_OPERATION_NOT_INITIALIZED);
    return active;
  }
}
