package org.xinfu.hsm.token;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.xinfu.hsm.crypto.GeneratedPair;
import org.xinfu.hsm.crypto.Mechanism;
import org.xinfu.hsm.crypto.MechanismProfile;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;
import org.xinfu.hsm.store.AtomicFile;
import org.xinfu.hsm.store.Sealing;
import org.xinfu.hsm.store.StoredToken;
import org.xinfu.hsm.store.StoredToken.Role;

/**
 * The device: tokens in slots 0, 1, … in the order of their labels at start, applications,
 * sessions.
 */
public final class Device {
  public static final int MAX_SESSIONS = 1024;
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

  private final Path directory;
  private final MechanismProfile profile;
  private final SecureRandom random = new SecureRandom();
  private final Sealing sealing = new Sealing(random);
  private final HandleSource handles = new HandleSource(random);
  private final List<Token> tokens = new CopyOnWriteArrayList<>();
  private final Map<Long, Application> applications = new HashMap<>();
  private final Map<Long, Session> sessions = new ConcurrentHashMap<>();

  /** Opens the tokens below {@code directory}. */
  public Device(Path directory, MechanismProfile profile) {
    this.directory = directory;
    this.profile = profile;
    AtomicFile.directory(directory);
    String[] names = directory.toFile().list();
    if (names == null) names = new String[0];
    Arrays.sort(names);
    for (String name : names) {
      Path token = directory.resolve(name);
      if (Files.isDirectory(token) && StoredToken.exists(token)) {
        tokens.add(new Token(StoredToken.load(token, sealing), handles));
      }
    }
  }

  public MechanismProfile profile() {
    return profile;
  }

  public List<Token> tokens() {
    return List.copyOf(tokens);
  }

  public boolean hasToken(String label) {
    return tokens.stream().anyMatch(token -> token.label().equals(label));
  }

  /** Durable when this returns. Labels are 1 to 32 of letters, digits, dot, underscore, hyphen. */
  public void createToken(String label, StoredToken.Pins pins) {
    if (!LABEL.matcher(label).matches()) throw new IllegalArgumentException("token label " + label);
    if (hasToken(label)) throw new IllegalArgumentException("there is a token " + label);
    for (byte[] pin : List.of(pins.so(), pins.user())) {
      if (pin.length < Token.MIN_PIN || pin.length > Token.MAX_PIN) {
        throw new IllegalArgumentException("a PIN has 4 to 64 octets");
      }
    }
    StoredToken stored = StoredToken.create(directory.resolve(label), sealing, label, pins);
    tokens.add(new Token(stored, handles));
  }

  public Token token(long slot) {
    if (slot < 0 || slot >= tokens.size()) throw new Refused(Ck.CKR_SLOT_ID_INVALID);
    return tokens.get((int) slot);
  }

  public long slotOf(Token token) {
    return tokens.indexOf(token);
  }

  /** A connection of the client; its state lives until the last one is gone. */
  public Application connect(long client) {
    synchronized (applications) {
      Application application = applications.computeIfAbsent(client, Application::new);
      application.connections(1);
      return application;
    }
  }

  public void disconnect(Application application) {
    synchronized (applications) {
      if (application.connections(-1) > 0) return;
      applications.remove(application.id());
    }
    finish(application);
  }

  /** C_Finalize, or a client that died: its sessions and logins end. */
  public void finish(Application application) {
    for (Session session : List.copyOf(sessions.values())) {
      if (session.application() == application) close(session);
    }
    for (Token token : tokens) token.logout(application);
  }

  public Session open(Application application, long slot, long flags) {
    Token token = token(slot);
    boolean readWrite = (flags & Ck.CKF_RW_SESSION) != 0;
    if (!readWrite && token.role(application) == Role.SO) {
      throw new Refused(Ck.CKR_SESSION_READ_WRITE_SO_EXISTS);
    }
    if (sessionsOf(token).size() >= MAX_SESSIONS) throw new Refused(Ck.CKR_SESSION_COUNT);
    Session session = new Session(handles.next(), application, token, readWrite, profile);
    sessions.put(session.handle(), session);
    return session;
  }

  public Session session(Application application, long handle) {
    Session session = sessions.get(handle);
    if (session == null || session.application() != application) {
      throw new Refused(Ck.CKR_SESSION_HANDLE_INVALID);
    }
    return session;
  }

  /** The SO may not log in beside read-only sessions (clause 5.6, C_Login). */
  public void login(Session session, long user, byte[] pin) {
    if (user == Ck.CKU_SO
        && sessionsOf(session.token()).stream()
            .anyMatch(s -> s.application() == session.application() && !s.readWrite())) {
      throw new Refused(Ck.CKR_SESSION_READ_ONLY_EXISTS);
    }
    session.login(user, pin);
  }

  /** The last session of an application takes its login with it (clause 5.6, C_CloseSession). */
  public void close(Session session) {
    sessions.remove(session.handle());
    Token token = session.token();
    token.dropSessionObjects(session);
    if (sessionsOf(token).stream().noneMatch(s -> s.application() == session.application())) {
      token.logout(session.application());
    }
  }

  public void closeAll(Application application, long slot) {
    for (Session session : sessionsOf(token(slot))) {
      if (session.application() == application) close(session);
    }
  }

  public List<Session> sessionsOf(Token token) {
    List<Session> found = new ArrayList<>();
    for (Session session : sessions.values()) {
      if (session.token() == token) found.add(session);
    }
    return found;
  }

  public Mechanism mechanism(long number) {
    Mechanism mechanism = profile.find(number);
    if (mechanism == null) throw new Refused(Ck.CKR_MECHANISM_INVALID);
    return mechanism;
  }

  /** Handles of the public and the private key, durable for token objects when this returns. */
  public long[] generatePair(
      Session session, Mechanism mechanism, Attributes open, Attributes secret) {
    if (mechanism.use() != Mechanism.Use.GENERATE) throw new Refused(Ck.CKR_MECHANISM_INVALID);
    GeneratedPair pair = GeneratedPair.by(mechanism, open, profile);
    return session.addPair(
        Templates.publicKey(open, pair.open()), Templates.privateKey(secret, pair.secret()));
  }

  public byte[] random(int length) {
    return sealing.random(length);
  }
}
