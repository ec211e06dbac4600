package org.xinfu.idp.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.session.MapSession;
import org.xinfu.trust.Bytes;

/**
 * Sessions of browsers in which nobody has logged in. They hold requests that wait for a login and
 * the token of forms, and rest with the browser: so strangers who ask leave nothing here.
 * AES-256-GCM keeps them from being read or altered, and binds them to the session id, which
 * another cookie says; the replicas have one key.
 *
 * <p>What a browser keeps it can show again later. So nothing rests there that counts, that is used
 * once or that a login stands on: a session that holds anything else is none of these. And no
 * object of Java's is read from there.
 */
public final class SealedSessions {
  /** What may rest with the browser. */
  private static final Set<String> LIGHT =
      Set.of(
          "xinfu.waiting",
          "xinfu.sandbox.client",
          "xinfu.ended",
          "SPRING_SECURITY_SAVED_REQUEST",
          "org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository.CSRF_TOKEN");

  /** In memory only: the {@link Sealed} of the session as the browser has it. */
  private static final String RESTS = "xinfu.sealed";

  /** Characters of a cookie: with it a request's head has to stay below 8 KiB. */
  static final int LONGEST = 2700;

  /** The same session is sealed anew so long after the last time, for the sake of its age. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private static final Duration OLDEST = Duration.ofHours(12);
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";

  private final SecretKeySpec key;
  private final Clock clock;

  /** Found once: a search asks every provider, devices' among them. */
  private final Provider ciphers;

  private final Provider macs;

  private final SessionCodec codec = SessionCodec.withoutObjects();
  private final SecureRandom random = new SecureRandom();

  /** Takes a key of 32 octets, the same at every replica. */
  public SealedSessions(byte[] key, Clock clock) {
    if (key.length != 32) {
      throw new IllegalArgumentException("AES-256 wants 32 octets");
    }
    this.key = new SecretKeySpec(key, MAC);
    this.clock = clock;
    try {
      this.ciphers = Cipher.getInstance(CIPHER).getProvider();
      this.macs = Mac.getInstance(MAC).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM and HMAC", e);
    }
  }

  /**
   * A session that rests with its browser.
   *
   * @param text base64url; empty when the browser need not be told again
   */
  public record Sealed(String id, Bytes attributes, Instant at, String text) {
    private boolean covers(String other, Bytes now, Instant when) {
      return id.equals(other) && attributes.equals(now) && when.isBefore(at.plus(AGAIN));
    }
  }

  /** Seals the session; empty when it holds what may not rest with the browser, or too much. */
  public Optional<Sealed> seal(MapSession session) {
    Map<String, Object> kept = new HashMap<>();
    for (String name : session.getAttributeNames()) {
      Object value = session.getAttribute(name);
      if (!name.equals(RESTS)) {
        kept.put(name, value);
      }
    }
    if (!LIGHT.containsAll(kept.keySet()) || !SessionCodec.plain(kept)) {
      return Optional.empty();
    }
    Bytes attributes = Bytes.of(codec.write(kept));
    Instant now = session.getLastAccessedTime();
    Sealed before = session.getAttribute(RESTS);
    if (before != null && before.covers(session.getId(), attributes, now)) {
      return Optional.of(new Sealed(before.id(), attributes, before.at(), ""));
    }
    String text = text(session, attributes);
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Sealed sealed = new Sealed(session.getId(), attributes, now, text);
    session.setAttribute(RESTS, sealed);
    return Optional.of(sealed);
  }

  /**
   * Makes a fresh session the one that the browser keeps under this id; false when what it shows
   * was not sealed here for this id, or is too old.
   */
  public boolean open(String id, String text, MapSession fresh) {
    byte[] plain = opened(id, text);
    if (plain == null) {
      return false;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain))) {
      Instant created = Instant.ofEpochMilli(in.readLong());
      Instant access = Instant.ofEpochMilli(in.readLong());
      Bytes attributes = Bytes.of(in.readAllBytes());
      Map<String, Object> kept = codec.read(attributes.toArray());
      Instant now = clock.instant();
      if (!LIGHT.containsAll(kept.keySet())
          || now.isAfter(access.plus(fresh.getMaxInactiveInterval()))
          || now.isAfter(created.plus(OLDEST))) {
        return false;
      }
      fresh.setId(id);
      fresh.setCreationTime(created);
      fresh.setLastAccessedTime(access);
      kept.forEach(fresh::setAttribute);
      fresh.setAttribute(RESTS, new Sealed(id, attributes, access, text));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the session rested, which is to rest elsewhere from now on; empty when it did not. */
  public Optional<String> taken(MapSession session) {
    Sealed rested = session.getAttribute(RESTS);
    session.removeAttribute(RESTS);
    return Optional.ofNullable(rested).map(Sealed::id);
  }

  /** The attributes under the session's id and times. */
  String text(MapSession session, Bytes attributes) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(16 + attributes.length());
    try (DataOutputStream out = new DataOutputStream(plain)) {
      out.writeLong(session.getCreationTime().toEpochMilli());
      out.writeLong(session.getLastAccessedTime().toEpochMilli());
      out.write(attributes.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, session.getId()).doFinal(plain.toByteArray());
      byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE, sealed.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private byte @Nullable [] opened(String id, String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
      if (all.length < NONCE + TAG_BITS / 8) {
        return null;
      }
      byte[] nonce = Arrays.copyOf(all, NONCE);
      return cipher(Cipher.DECRYPT_MODE, nonce, id).doFinal(all, NONCE, all.length - NONCE);
    } catch (IllegalArgumentException | AEADBadTagException notOurs) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String id) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER, ciphers);
    cipher.init(mode, keyOf(id), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Each session has its own: strangers decide how often one key meets a random nonce. */
  private SecretKeySpec keyOf(String id) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(MAC, macs);
    mac.init(key);
    return new SecretKeySpec(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)), "AES");
  }
}
