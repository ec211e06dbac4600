package org.xinfu.hsm.wire;

import java.util.Arrays;
import java.util.List;
import org.xinfu.hsm.crypto.Mechanism;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;
import org.xinfu.hsm.token.Application;
import org.xinfu.hsm.token.Device;
import org.xinfu.hsm.token.ReadableObject;
import org.xinfu.hsm.token.Room;
import org.xinfu.hsm.token.Session;

/** One C_… function per operation number, as the library's wire.h lists them. */
final class Calls {
  private static final int MAX_RANDOM = 8 << 20;

  private final Device device;
  private final SlotCalls slots;

  Calls(Device device) {
    this.device = device;
    this.slots = new SlotCalls(device);
  }

  void answer(Application application, int operation, Request in, Reply out) {
    if (operation < 20) {
      slots.answer(application, operation, in, out);
    } else if (operation == 20) {
      out.ulong(device.open(application, in.ulong(), in.ulong()).handle());
    } else if (operation == 22) {
      device.closeAll(application, in.ulong());
    } else {
      answer(operation, device.session(application, in.ulong()), in, out);
    }
  }

  private void answer(int operation, Session session, Request in, Reply out) {
    switch (operation / 10) {
      case 1, 2 -> session(operation, session, in, out);
      case 3 -> object(operation, session, in, out);
      case 4 -> digest(operation, session, in, out);
      case 5 -> sign(operation, session, in, out);
      case 6 -> verify(operation, session, in);
      case 7 -> {
        Mechanism mechanism = device.mechanism(in.ulong());
        noParameter(in.bytes());
        long[] pair = device.generatePair(session, mechanism, in.template(), in.template());
        out.ulong(pair[0]).ulong(pair[1]);
      }
      case 8 -> {
        long length = in.ulong();
        if (length < 0 || length > MAX_RANDOM) throw new Refused(Ck.CKR_ARGUMENTS_BAD);
        out.fixed(device.random((int) length));
      }
      default -> throw new Refused(Ck.CKR_FUNCTION_NOT_SUPPORTED);
    }
  }

  private void session(int operation, Session session, Request in, Reply out) {
    switch (operation) {
      case 21 -> device.close(session);
      case 23 ->
          out.ulong(device.slotOf(session.token())).ulong(session.state()).ulong(session.flags());
      case 24 -> {
        long user = in.ulong();
        byte[] pin = in.bytes();
        device.login(session, user, pin);
        Arrays.fill(pin, (byte) 0);
      }
      case 25 -> session.logout();
      case 26 -> session.initPin(in.bytes());
      case 27 -> session.changePin(in.bytes(), in.bytes());
      default -> throw new Refused(Ck.CKR_FUNCTION_NOT_SUPPORTED);
    }
  }

  private static void object(int operation, Session session, Request in, Reply out) {
    switch (operation) {
      case 30 -> out.ulong(session.create(in.template()));
      case 31 -> session.destroy(in.ulong());
      case 32 -> attributes(session.read(in.ulong()), in, out);
      case 33 -> session.change(in.ulong(), in.template());
      case 34 -> session.startSearch(in.template());
      case 35 -> {
        List<Long> found = session.nextFound(in.ulong());
        out.ulong(found.size());
        found.forEach(out::ulong);
      }
      case 36 -> session.endSearch();
      default -> throw new Refused(Ck.CKR_FUNCTION_NOT_SUPPORTED);
    }
  }

  /** Clause 5.7.5: every attribute is answered, and the worst of them is the return value. */
  private static void attributes(ReadableObject object, Request in, Reply out) {
    long worst = Ck.CKR_OK;
    long count = in.ulong();
    for (long i = 0; i < count; i++) {
      ReadableObject.Value value = object.attribute(in.ulong());
      Room room = in.room();
      byte[] bytes = value.bytes();
      if (bytes == null) {
        worst = value.rv();
        out.ulong(-1).octet(0);
      } else if (!room.given()) {
        out.ulong(bytes.length).octet(0);
      } else if (bytes.length > room.max()) {
        if (worst == Ck.CKR_OK) worst = Ck.CKR_BUFFER_TOO_SMALL;
        out.ulong(-1).octet(0);
      } else {
        out.ulong(bytes.length).octet(1).fixed(bytes);
      }
    }
    out.rv(worst);
  }

  private void digest(int operation, Session session, Request in, Reply out) {
    switch (operation) {
      case 40 -> {
        Mechanism mechanism = device.mechanism(in.ulong());
        noParameter(in.bytes());
        session.startDigest(mechanism);
      }
      case 41, 43 -> out.output(session.finishDigest(in.bytes(), in.room()));
      case 42 -> session.updateDigest(in.bytes());
      default -> throw new Refused(Ck.CKR_FUNCTION_NOT_SUPPORTED);
    }
  }

  private void sign(int operation, Session session, Request in, Reply out) {
    switch (operation) {
      case 50 -> session.startSign(device.mechanism(in.ulong()), in.bytes(), in.ulong());
      case 51, 53 -> out.output(session.finishSign(in.bytes(), in.room()));
      case 54 -> {
        session.startSign(device.mechanism(in.ulong()), in.bytes(), in.ulong());
        out.output(session.finishSign(in.bytes(), in.room()));
      }
      case 52 -> session.updateSign(in.bytes());
      default -> throw new Refused(Ck.CKR_FUNCTION_NOT_SUPPORTED);
    }
  }

  private void verify(int operation, Session session, Request in) {
    switch (operation) {
      case 60 -> session.startVerify(device.mechanism(in.ulong()), in.bytes(), in.ulong());
      case 61 -> session.finishVerify(in.bytes(), in.bytes());
      case 62 -> session.updateVerify(in.bytes());
      case 63 -> session.finishVerify(new byte[0], in.bytes());
      default -> throw new Refused(Ck.CKR_FUNCTION_NOT_SUPPORTED);
    }
  }

  private static void noParameter(byte[] parameter) {
    if (parameter.length > 0) throw new Refused(Ck.CKR_MECHANISM_PARAM_INVALID);
  }
}
