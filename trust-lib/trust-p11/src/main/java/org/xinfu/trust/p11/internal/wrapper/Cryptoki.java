package org.xinfu.trust.p11.internal.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** A loaded and initialised PKCS#11 library. Thread-safe; sessions are not. */
public final class Cryptoki {
  private static final long OS_LOCKING_OK = 2;
  private static final long SERIAL_RW_SESSION = 6;
  private static final long ALREADY_INITIALIZED = 0x191;
  private static final int SEARCH_BATCH = 64;

  private final PKCS11 library;

  private Cryptoki(PKCS11 library) {
    this.library = library;
  }

  private interface Call<T> {
    T run() throws PKCS11Exception;
  }

  /**
   * Loads and initialises the library. The JDK caches one object per spelling of the path and never
   * initialises it again, so after somebody's C_Finalize another {@code spelling} is needed.
   */
  public static Cryptoki open(Path path, int spelling) {
    String name = path.toAbsolutePath().toString();
    String spelled = "/.".repeat(spelling) + name;
    CK_C_INITIALIZE_ARGS args = new CK_C_INITIALIZE_ARGS();
    args.flags = OS_LOCKING_OK; // without it the JDK puts one lock around every call
    return call("C_Initialize", () -> new Cryptoki(load(spelled, args)));
  }

  private static PKCS11 load(String path, CK_C_INITIALIZE_ARGS args) throws PKCS11Exception {
    try {
      return PKCS11.getInstance(path, "C_GetFunctionList", args, false);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != ALREADY_INITIALIZED) throw e;
      return again(path, args);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a PKCS#11 library: " + path, e);
    }
  }

  /** Another part of this process has initialised the library: share it. */
  private static PKCS11 again(String path, CK_C_INITIALIZE_ARGS args) throws PKCS11Exception {
    try {
      return PKCS11.getInstance(path, "C_GetFunctionList", args, true);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a PKCS#11 library: " + path, e);
    }
  }

  /** The slot whose token has this label. */
  public OptionalLong slotOf(String tokenLabel) {
    for (long slot : call("C_GetSlotList", () -> library.C_GetSlotList(true))) {
      char[] label = call("C_GetTokenInfo", () -> library.C_GetTokenInfo(slot)).label;
      if (new String(octets(label), UTF_8).strip().equals(tokenLabel)) return OptionalLong.of(slot);
    }
    return OptionalLong.empty();
  }

  public long openSession(long slot) {
    return call("C_OpenSession", () -> library.C_OpenSession(slot, SERIAL_RW_SESSION, null, null));
  }

  public void closeSession(long session) {
    act("C_CloseSession", () -> library.C_CloseSession(session));
  }

  /** The device's own word for what it is, e.g. {@code SIMULATOR}. */
  public String model(long slot) {
    return new String(call("C_GetTokenInfo", () -> library.C_GetTokenInfo(slot)).model).strip();
  }

  /** CKS_…: 3 is a read-write session of a logged-in user. */
  public long state(long session) {
    return call("C_GetSessionInfo", () -> library.C_GetSessionInfo(session).state);
  }

  /** As the user; the caller wipes the PIN. */
  public void login(long session, char[] pin) {
    act("C_Login", () -> library.C_Login(session, 1, pin));
  }

  public long[] find(long session, Template template) {
    act("C_FindObjectsInit", () -> library.C_FindObjectsInit(session, template.array()));
    long[] found = new long[0];
    long[] batch;
    do {
      batch = call("C_FindObjects", () -> library.C_FindObjects(session, SEARCH_BATCH));
      int had = found.length;
      found = Arrays.copyOf(found, had + batch.length);
      System.arraycopy(batch, 0, found, had, batch.length);
    } while (batch.length > 0);
    act("C_FindObjectsFinal", () -> library.C_FindObjectsFinal(session));
    return found;
  }

  /** Empty when the object has the attribute without a value. */
  public byte[] bytes(long session, long object, long type) {
    CK_ATTRIBUTE[] asked = {new CK_ATTRIBUTE(type)};
    act("C_GetAttributeValue", () -> library.C_GetAttributeValue(session, object, asked));
    Object value = asked[0].pValue;
    if (value == null) return new byte[0];
    if (value instanceof char[] text) return octets(text);
    return asked[0].getByteArray();
  }

  /** The JDK gives a text of the device as one char per octet, without decoding it. */
  private static byte[] octets(char[] text) {
    return new String(text).getBytes(ISO_8859_1);
  }

  public long number(long session, long object, long type) {
    CK_ATTRIBUTE[] asked = {new CK_ATTRIBUTE(type)};
    act("C_GetAttributeValue", () -> library.C_GetAttributeValue(session, object, asked));
    return asked[0].getLong();
  }

  public long create(long session, Template template) {
    return call("C_CreateObject", () -> library.C_CreateObject(session, template.array()));
  }

  public void destroy(long session, long object) {
    act("C_DestroyObject", () -> library.C_DestroyObject(session, object));
  }

  /** Makes a pair; the caller finds it by its CKA_ID. */
  public void generatePair(long session, long mechanism, Template open, Template secret) {
    act(
        "C_GenerateKeyPair",
        () ->
            library.C_GenerateKeyPair(
                session, new CK_MECHANISM(mechanism), open.array(), secret.array()));
  }

  /** C_SignInit and C_Sign; {@code parameter} is the mechanism's, flat, or null. */
  public byte[] sign(Use use, byte[] input) {
    CK_MECHANISM mechanism = Mechanisms.of(use.mechanism(), use.parameter());
    try {
      act("C_SignInit", () -> library.C_SignInit(use.session(), mechanism, use.key()));
      return call("C_Sign", () -> library.C_Sign(use.session(), input));
    } finally {
      Mechanisms.release(mechanism);
    }
  }

  /** A key, a mechanism and the session in which they meet. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Use(long session, long key, long mechanism, byte @Nullable [] parameter) {}

  public byte[] digest(long session, long mechanism, byte[] input, int length) {
    byte[] out = new byte[length];
    act(
        "C_Digest",
        () ->
            library.C_DigestSingle(
                session, new CK_MECHANISM(mechanism), input, 0, input.length, out, 0, length));
    return out;
  }

  public byte[] random(long session, int length) {
    byte[] out = new byte[length];
    act("C_GenerateRandom", () -> library.C_GenerateRandom(session, out));
    return out;
  }

  public long[] mechanisms(long slot) {
    return call("C_GetMechanismList", () -> library.C_GetMechanismList(slot));
  }

  private interface Action {
    void run() throws PKCS11Exception;
  }

  private static void act(String function, Action action) {
    call(
        function,
        () -> {
          action.run();
          return Boolean.TRUE;
        });
  }

  private static <T> T call(String function, Call<T> call) {
    try {
      return call.run();
    } catch (PKCS11Exception e) {
      throw new CryptokiException(function, e.getErrorCode(), e);
    }
  }
}
