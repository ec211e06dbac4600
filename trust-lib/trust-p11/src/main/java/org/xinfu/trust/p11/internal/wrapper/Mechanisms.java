package org.xinfu.trust.p11.internal.wrapper;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * Mechanisms and the native copy that JDK 17 keeps of one with a parameter: C_SignInit there leaves
 * it to the caller to free, JDK 25 has neither the copy nor the method.
 */
final class Mechanisms {
  private static final @Nullable MethodHandle FREE = freeHandle();

  private Mechanisms() {}

  static CK_MECHANISM of(long number, byte @Nullable [] parameter) {
    return parameter == null ? new CK_MECHANISM(number) : new CK_MECHANISM(number, parameter);
  }

  static void release(CK_MECHANISM mechanism) {
    if (FREE == null || mechanism.pParameter == null) return;
    try {
      FREE.invokeExact(mechanism);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable MethodHandle freeHandle() {
    try {
      return MethodHandles.lookup()
          .findVirtual(CK_MECHANISM.class, "freeHandle", MethodType.methodType(void.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }
}
