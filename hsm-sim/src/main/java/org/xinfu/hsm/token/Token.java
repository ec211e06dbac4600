package org.xinfu.hsm.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;
import org.xinfu.hsm.store.PinLock;
import org.xinfu.hsm.store.StoredToken;
import org.xinfu.hsm.store.StoredToken.Role;

/**
 * A token: its logins and its objects. Private objects are in memory only while a user is logged
 * in.
 */
public final class Token {
  public static final int MIN_PIN = 4;
  public static final int MAX_PIN = 64;

  private final StoredToken store;
  private final HandleSource handles;
  private final List<ObjectFile> files = new ArrayList<>();
  private final Map<Long, TokenObject> objects = new ConcurrentHashMap<>();
  private final Map<Application, Login> logins = new ConcurrentHashMap<>();

  Token(StoredToken store, HandleSource handles) {
    this.store = store;
    this.handles = handles;
    Map<String, List<StoredToken.Entry>> stored = store.readObjects();
    stored.forEach((name, entries) -> files.add(ObjectFile.read(store, name, entries)));
    for (ObjectFile file : files) remember(file.open(null, handles));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Login(Role role, byte[] tokenKey) {}

  public String label() {
    return store.label();
  }

  public String serial() {
    return store.serial();
  }

  public int failures(Role role) {
    return store.failures(role);
  }

  public int objectCount() {
    return objects.size();
  }

  @Nullable Role role(Application application) {
    Login login = logins.get(application);
    return login == null ? null : login.role;
  }

  synchronized void login(Application application, Role role, byte[] pin) {
    Login present = logins.get(application);
    if (present != null) {
      throw new Refused(
          present.role == role
              ? Ck.CKR_USER_ALREADY_LOGGED_IN
              : Ck.CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
    }
    byte[] tokenKey = open(role, pin);
    if (role == Role.USER) {
      for (ObjectFile file : files) remember(file.open(tokenKey, handles));
    }
    logins.put(application, new Login(role, tokenKey));
  }

  synchronized void logout(Application application) {
    Login login = logins.remove(application);
    if (login == null) return;
    Arrays.fill(login.tokenKey, (byte) 0);
    if (logins.values().stream().anyMatch(other -> other.role == Role.USER)) return;
    objects.values().removeIf(object -> object.isPrivate() && object.owner() == null);
    files.forEach(ObjectFile::forgetPrivate);
  }

  /** C_InitPIN: the SO gives the user a PIN; what the token holds stays. */
  synchronized void initUserPin(Application application, byte[] pin) {
    Login login = logins.get(application);
    if (login == null || login.role != Role.SO) throw new Refused(Ck.CKR_USER_NOT_LOGGED_IN);
    checkLength(pin);
    store.changePin(Role.USER, login.tokenKey, pin);
  }

  /** C_SetPIN: of the one who is logged in, else of the user. */
  synchronized void changePin(Application application, byte[] old, byte[] pin) {
    Login login = logins.get(application);
    Role role = login == null ? Role.USER : login.role;
    checkLength(pin);
    store.changePin(role, open(role, old), pin);
  }

  private byte[] open(Role role, byte[] pin) {
    if (store.failures(role) >= PinLock.MAX_FAILURES) throw new Refused(Ck.CKR_PIN_LOCKED);
    byte[] tokenKey = store.open(role, pin);
    if (tokenKey != null) return tokenKey;
    boolean locked = store.failures(role) >= PinLock.MAX_FAILURES;
    throw new Refused(locked ? Ck.CKR_PIN_LOCKED : Ck.CKR_PIN_INCORRECT);
  }

  /** Adds objects that belong together; token objects are durable when this returns. */
  synchronized List<TokenObject> add(Session session, List<Attributes> added) {
    boolean onToken = added.get(0).flag(Ck.CKA_TOKEN, false);
    for (Attributes each : added) {
      if (each.flag(Ck.CKA_TOKEN, false) != onToken) {
        throw new Refused(Ck.CKR_TEMPLATE_INCONSISTENT);
      }
      if (each.flag(Ck.CKA_PRIVATE, false)) userKey(session);
    }
    if (!onToken) {
      List<TokenObject> made = new ArrayList<>();
      for (Attributes each : added) made.add(new TokenObject(handles.next(), each, null, session));
      return remember(made);
    }
    session.requireReadWrite();
    Login login = logins.get(session.application());
    ObjectFile file = ObjectFile.write(store, login == null ? null : login.tokenKey, added);
    files.add(file);
    return remember(file.open(login == null ? null : login.tokenKey, handles));
  }

  synchronized void remove(Session session, TokenObject object) {
    ObjectFile file = object.file();
    if (file != null) {
      session.requireReadWrite();
      if (file.remove(object)) files.remove(file);
    }
    objects.remove(object.handle());
  }

  synchronized void change(Session session, TokenObject object, Attributes template) {
    Attributes changed = Templates.changed(object.attributes(), template);
    ObjectFile file = object.file();
    if (file == null) {
      object.replace(changed);
      return;
    }
    session.requireReadWrite();
    file.change(object, changed, object.isPrivate() ? userKey(session) : null);
  }

  TokenObject find(Session session, long handle, long otherwise) {
    TokenObject object = objects.get(handle);
    if (object == null || !visible(session, object)) throw new Refused(otherwise);
    return object;
  }

  List<Long> search(Session session, Attributes template) {
    return objects.values().stream()
        .filter(object -> visible(session, object) && askable(object, template))
        .filter(object -> object.attributes().matches(template))
        .map(TokenObject::handle)
        .sorted()
        .toList();
  }

  void dropSessionObjects(Session session) {
    objects.values().removeIf(object -> object.owner() == session);
  }

  private byte[] userKey(Session session) {
    Login login = logins.get(session.application());
    if (login == null || login.role != Role.USER) throw new Refused(Ck.CKR_USER_NOT_LOGGED_IN);
    return login.tokenKey;
  }

  private boolean visible(Session session, TokenObject object) {
    Session owner = object.owner();
    if (owner != null && owner.application() != session.application()) return false;
    return !object.isPrivate() || role(session.application()) == Role.USER;
  }

  /** A search by a secret value would answer whether a guess is right. */
  private static boolean askable(TokenObject object, Attributes template) {
    for (long type : template.types()) {
      if (object.secret(type)) return false;
    }
    return true;
  }

  private List<TokenObject> remember(List<TokenObject> made) {
    for (TokenObject object : made) objects.put(object.handle(), object);
    return made;
  }

  private static void checkLength(byte[] pin) {
    if (pin.length < MIN_PIN || pin.length > MAX_PIN) throw new Refused(Ck.CKR_PIN_LEN_RANGE);
  }
}
