package org.xinfu.hsm.wire;

import java.util.List;
import org.xinfu.hsm.crypto.Mechanism;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;
import org.xinfu.hsm.store.PinLock;
import org.xinfu.hsm.store.StoredToken.Role;
import org.xinfu.hsm.token.Application;
import org.xinfu.hsm.token.Device;
import org.xinfu.hsm.token.Session;
import org.xinfu.hsm.token.Token;

/** Slots and tokens (clauses 5.4 and 5.5). Everything says that this is a simulator. */
final class SlotCalls {
  private static final String MAKER = "Xinfu";
  private static final String MODEL = "SIMULATOR";
  private static final long CKF_TOKEN_PRESENT = 0x1;
  private static final long CKF_RNG = 0x1;
  private static final long CKF_LOGIN_REQUIRED = 0x4;
  private static final long CKF_USER_PIN_INITIALIZED = 0x8;
  private static final long CKF_TOKEN_INITIALIZED = 0x400;
  private static final long CKF_USER_PIN = 0x10000;
  private static final long CKF_SO_PIN = 0x100000;

  private final Device device;

  SlotCalls(Device device) {
    this.device = device;
  }

  void answer(Application application, int operation, Request in, Reply out) {
    switch (operation) {
      case 2 -> {} // the probe of C_Initialize
      case 3 -> device.finish(application);
      case 10 -> {
        int count = device.tokens().size();
        out.ulong(count);
        for (int slot = 0; slot < count; slot++) out.ulong(slot);
      }
      case 11 -> slot(in.ulong(), out);
      case 12 -> token(device.token(in.ulong()), out);
      case 13 -> {
        device.token(in.ulong());
        List<Long> all = device.profile().all();
        out.ulong(all.size());
        all.forEach(out::ulong);
      }
      case 14 -> {
        device.token(in.ulong());
        Mechanism mechanism = device.mechanism(in.ulong());
        out.ulong(mechanism.minimumKeySize())
            .ulong(mechanism.maximumKeySize())
            .ulong(mechanism.flags());
      }
      default -> throw new Refused(Ck.CKR_FUNCTION_NOT_SUPPORTED);
    }
  }

  private void slot(long slot, Reply out) {
    out.padded("Xinfu HSM simulator, slot " + slot + ", " + device.token(slot).label(), 64);
    out.padded(MAKER, 32).ulong(CKF_TOKEN_PRESENT);
    version(out);
  }

  private void token(Token token, Reply out) {
    List<Session> sessions = device.sessionsOf(token);
    long writers = sessions.stream().filter(s -> (s.flags() & Ck.CKF_RW_SESSION) != 0).count();
    out.padded(token.label(), 32).padded(MAKER, 32).padded(MODEL, 16).padded(token.serial(), 16);
    out.ulong(
        CKF_RNG
            | CKF_LOGIN_REQUIRED
            | CKF_USER_PIN_INITIALIZED
            | CKF_TOKEN_INITIALIZED
            | pinFlags(token.failures(Role.USER)) * CKF_USER_PIN
            | pinFlags(token.failures(Role.SO)) * CKF_SO_PIN);
    out.ulong(Device.MAX_SESSIONS).ulong(sessions.size());
    out.ulong(Device.MAX_SESSIONS).ulong(writers);
    out.ulong(Token.MAX_PIN).ulong(Token.MIN_PIN);
    version(out);
  }

  /** Bits of CKF_…_PIN_COUNT_LOW 1, _FINAL_TRY 2, _LOCKED 4. */
  private static long pinFlags(int failures) {
    if (failures >= PinLock.MAX_FAILURES) return 4;
    if (failures == PinLock.MAX_FAILURES - 1) return 3;
    return failures > 0 ? 1 : 0;
  }

  private static void version(Reply out) {
    out.octet(0).octet(1).octet(0).octet(1); // hardware 0.1, firmware 0.1
  }
}
