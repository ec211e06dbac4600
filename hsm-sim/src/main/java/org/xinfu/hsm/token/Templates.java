package org.xinfu.hsm.token;

import java.util.Set;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

/**
 * What clients may say about objects, and what holds when they say nothing (clauses 4.4 to 4.9).
 */
final class Templates {
  private static final Set<Long> CHANGEABLE =
      Set.of(Ck.CKA_LABEL, Ck.CKA_ID, Ck.CKA_SUBJECT, Ck.CKA_START_DATE, Ck.CKA_END_DATE);

  /** CKA_ENCRYPT … CKA_DERIVE of clauses 4.8 and 4.9, false unless the template says else. */
  private static final long[] PUBLIC_USES = {
    Ck.CKA_ENCRYPT, Ck.CKA_WRAP, Ck.CKA_VERIFY_RECOVER, Ck.CKA_DERIVE, Ck.CKA_TRUSTED
  };

  private static final long[] PRIVATE_USES = {
    Ck.CKA_DECRYPT,
    Ck.CKA_UNWRAP,
    Ck.CKA_SIGN_RECOVER,
    Ck.CKA_DERIVE,
    Ck.CKA_ALWAYS_AUTHENTICATE,
    Ck.CKA_WRAP_WITH_TRUSTED
  };

  private Templates() {}

  static Attributes publicKey(Attributes template, Attributes generated) {
    Attributes object = new Attributes().putAll(template);
    only(object, Ck.CKA_CLASS, Ck.CKO_PUBLIC_KEY);
    sameType(object, generated);
    defaults(object, false);
    object.putIfAbsent(Ck.CKA_VERIFY, new byte[] {1});
    for (long use : PUBLIC_USES) object.putIfAbsent(use, new byte[] {0});
    return object.putAll(generated);
  }

  /**
   * Private keys of this device are sensitive and never extractable; a template that says else is
   * refused.
   */
  static Attributes privateKey(Attributes template, Attributes generated) {
    Attributes object = new Attributes().putAll(template);
    only(object, Ck.CKA_CLASS, Ck.CKO_PRIVATE_KEY);
    sameType(object, generated);
    if (!object.flag(Ck.CKA_SENSITIVE, true)
        || object.flag(Ck.CKA_EXTRACTABLE, false)
        || !object.flag(Ck.CKA_PRIVATE, true)) {
      throw new Refused(Ck.CKR_TEMPLATE_INCONSISTENT);
    }
    defaults(object, true);
    object.putIfAbsent(Ck.CKA_SIGN, new byte[] {1});
    for (long use : PRIVATE_USES) object.putIfAbsent(use, new byte[] {0});
    return object
        .putAll(generated)
        .put(Ck.CKA_SENSITIVE, true)
        .put(Ck.CKA_EXTRACTABLE, false)
        .put(Ck.CKA_ALWAYS_SENSITIVE, true)
        .put(Ck.CKA_NEVER_EXTRACTABLE, true);
  }

  /**
   * C_CreateObject: certificates, data and public keys; private keys are made here or not at all.
   */
  static Attributes created(Attributes template) {
    Attributes object = new Attributes().putAll(template);
    if (!object.has(Ck.CKA_CLASS)) throw new Refused(Ck.CKR_TEMPLATE_INCOMPLETE);
    long kind = object.ulong(Ck.CKA_CLASS, -1);
    if (kind == Ck.CKO_CERTIFICATE) {
      if (!object.has(Ck.CKA_VALUE)) throw new Refused(Ck.CKR_TEMPLATE_INCOMPLETE);
      object.putIfAbsent(Ck.CKA_CERTIFICATE_TYPE, Attributes.number(0));
      object.putIfAbsent(Ck.CKA_SUBJECT, new byte[0]);
      object.putIfAbsent(Ck.CKA_ISSUER, new byte[0]);
      object.putIfAbsent(Ck.CKA_SERIAL_NUMBER, new byte[0]);
    } else if (kind == Ck.CKO_PUBLIC_KEY) {
      if (!object.has(Ck.CKA_KEY_TYPE)) throw new Refused(Ck.CKR_TEMPLATE_INCOMPLETE);
      object.putIfAbsent(Ck.CKA_VERIFY, new byte[] {1});
      for (long use : PUBLIC_USES) object.putIfAbsent(use, new byte[] {0});
      object.put(Ck.CKA_LOCAL, false);
    } else if (kind != Ck.CKO_DATA) {
      throw new Refused(Ck.CKR_TEMPLATE_INCONSISTENT);
    }
    defaults(object, false);
    return object;
  }

  static Attributes changed(Attributes object, Attributes template) {
    if (!object.flag(Ck.CKA_MODIFIABLE, true)) throw new Refused(Ck.CKR_ATTRIBUTE_READ_ONLY);
    for (long type : template.types()) {
      if (!CHANGEABLE.contains(type)) throw new Refused(Ck.CKR_ATTRIBUTE_READ_ONLY);
    }
    return new Attributes().putAll(object).putAll(template);
  }

  private static void defaults(Attributes object, boolean isPrivate) {
    object.putIfAbsent(Ck.CKA_TOKEN, new byte[] {0});
    object.putIfAbsent(Ck.CKA_PRIVATE, new byte[] {(byte) (isPrivate ? 1 : 0)});
    object.putIfAbsent(Ck.CKA_MODIFIABLE, new byte[] {1});
    object.putIfAbsent(Ck.CKA_LABEL, new byte[0]);
    object.putIfAbsent(Ck.CKA_ID, new byte[0]);
    for (long flag : new long[] {Ck.CKA_TOKEN, Ck.CKA_PRIVATE, Ck.CKA_MODIFIABLE}) {
      object.put(flag, object.flag(flag, false)); // refuses other lengths
    }
  }

  private static void only(Attributes object, long type, long value) {
    if (object.ulong(type, value) != value) throw new Refused(Ck.CKR_TEMPLATE_INCONSISTENT);
    object.put(type, value);
  }

  private static void sameType(Attributes object, Attributes generated) {
    long type = generated.ulong(Ck.CKA_KEY_TYPE, -1);
    if (object.ulong(Ck.CKA_KEY_TYPE, type) != type) {
      throw new Refused(Ck.CKR_TEMPLATE_INCONSISTENT);
    }
  }
}
