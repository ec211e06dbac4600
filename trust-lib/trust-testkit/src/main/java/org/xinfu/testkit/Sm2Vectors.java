package org.xinfu.testkit;

import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.bouncycastle.math.ec.ECPoint;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Sm2;

/**
 * Makes {@code specs/vectors/sm2/sm2_sm3_verify.json}: SM2 signatures, GB/T 32918.2, that hold, and
 * the many ways in which they do not. Input: {@code key} (SubjectPublicKeyInfo as offered), {@code
 * signature}, {@code message} or {@code digest} (then it is e itself), {@code userId} (the default
 * of GM/T 0009 §10 when absent), {@code maker} (who computed the numbers).
 */
final class Sm2Vectors {
  static final String OPENSSL = "openssl";
  private static final String OURS = "xinfu";
  private static final Map<String, String> FLAGS =
      Map.of(
          "Arithmetic", "numbers of a signature or digest at an edge",
          "Encoding", "octets that are not the DER of SEQUENCE { r, s }",
          "Genuine", "holds",
          "Identity", "another user id, or none, in Z",
          "Key", "a public key that must be refused, or another one",
          "Message", "another message, or another way to e",
          "Range", "r or s outside 1..n-1, or r+s = n",
          "Standard", "printed in GB/T 32918.5 Annex A");
  private static final BigInteger N = Sm2Lab.N;
  private static final BigInteger ONE = BigInteger.ONE;
  private static final Bytes MESSAGE = Bytes.utf8("信符 message");
  private static final Sm2Lab.Key KEY =
      new Sm2Lab.Key(
          Sm2Lab.number(
              Bytes.hex("3945208f7b2144b13f36e38ac6d39f95" + "889393692860b51a42fb81ef4df7c5b8")));
  private static final BigInteger NONCE =
      Sm2Lab.number(Bytes.hex("59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21"));

  private final Vectors all =
      new Vectors(
              "sm2_sm3_verify",
              "SM2_SM3",
              TrustPolicy.interop(List.of(), List.of(), TestPki.NOW),
              FLAGS)
          .madeBy(
              "two makers, named in each test: xinfu (trust-testkit over Bouncy Castle) and openssl"
                  + " (3.5.9, command line; altered by trust-testkit); keys published and worthless");

  private Sm2Vectors() {}

  static String write() {
    Sm2Vectors vectors = new Sm2Vectors();
    vectors.standard();
    vectors.genuine();
    String[][] lines = Sm2Lab.lines("openssl-sm2.txt");
    for (String[] line : lines) {
      vectors.genuine(Sample.of(line));
    }
    Sample ours = Sample.ours(KEY.sign(MESSAGE, Sm2.DEFAULT_ID, NONCE));
    Sample theirs = Sample.of(lines[0]);
    for (Sample sample : List.of(ours, theirs)) {
      vectors.spellings(sample);
      vectors.ranges(sample);
      vectors.otherThings(sample);
    }
    vectors.identities();
    vectors.otherWaysToE();
    new Sm2KeyVectors(vectors).all();
    vectors.chosenNumbers();
    return vectors.all.write();
  }

  /** A signature with all that it takes to judge it. */
  record Sample(String maker, Bytes key, Bytes userId, Bytes message, EcSignature signature) {
    static Sample of(String[] line) {
      return new Sample(
          OPENSSL,
          Bytes.hex(line[0]),
          octets(line[1]),
          octets(line[2]),
          EcSignature.parseDer(Bytes.hex(line[3])).orElseThrow());
    }

    static Sample ours(EcSignature signature) {
      return new Sample(OURS, KEY.info(), Sm2.DEFAULT_ID, MESSAGE, signature);
    }

    private static Bytes octets(String hex) {
      return hex.equals("-") ? Bytes.empty() : Bytes.hex(hex);
    }

    Sample with(EcSignature other) {
      return new Sample(maker, key, userId, message, other);
    }

    Sample withMessage(Bytes other) {
      return new Sample(maker, key, userId, other, signature);
    }

    Sample withUserId(Bytes other) {
      return new Sample(maker, key, other, message, signature);
    }

    Sample withKey(Bytes other) {
      return new Sample(maker, other, userId, message, signature);
    }

    Map<String, Object> input() {
      return input(signature.der());
    }

    Map<String, Object> input(Bytes spelled) {
      Map<String, Object> in = new TreeMap<>();
      in.put("maker", maker);
      in.put("key", key);
      in.put("message", message);
      in.put("signature", spelled);
      if (!userId.equals(Sm2.DEFAULT_ID)) {
        in.put("userId", userId);
      }
      return in;
    }
  }

  void good(String comment, String flag, Map<String, Object> input) {
    all.strict(new Vectors.Case(comment, flag, input, TestPki.NOW), VALID, Optional.empty());
  }

  void bad(String comment, String flag, Map<String, Object> input, Reason reason) {
    all.strict(new Vectors.Case(comment, flag, input, TestPki.NOW), INVALID, Optional.of(reason));
  }

  private void wrong(String comment, String flag, Map<String, Object> input) {
    bad(comment, flag, input, Reason.SIGNATURE_VALUE_WRONG);
  }

  private void standard() {
    Bytes message = Bytes.utf8("message digest");
    EcSignature printed =
        new EcSignature(
            Sm2Lab.number(
                Bytes.hex("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3")),
            Sm2Lab.number(
                Bytes.hex("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa")));
    Sample sample = Sample.ours(printed).withMessage(message);
    Map<String, Object> in = sample.input();
    in.put("maker", "standard");
    good("A.2 of GB/T 32918.5", "Standard", in);
    wrong("A.2 over another message", "Standard", sample.withMessage(MESSAGE).input());
  }

  private void genuine() {
    for (int length : new int[] {0, 1, 55, 56, 63, 64, 65, 300}) {
      Bytes message = Bytes.utf8("a".repeat(length));
      EcSignature signature =
          KEY.sign(message, Sm2.DEFAULT_ID, NONCE.add(BigInteger.valueOf(length)));
      good(
          "message of " + length + " octets",
          "Genuine",
          Sample.ours(signature).withMessage(message).input());
    }
    for (String shape : List.of("021f", "0220", "0221")) {
      EcSignature r = drawn(s -> s.der().toHex().startsWith(shape, 4));
      good("r of length " + shape.substring(2), "Genuine", Sample.ours(r).input());
      EcSignature s = drawn(v -> new EcSignature(v.s(), v.r()).der().toHex().startsWith(shape, 4));
      good("s of length " + shape.substring(2), "Genuine", Sample.ours(s).input());
    }
  }

  private static EcSignature drawn(Predicate<EcSignature> wish) {
    for (long i = 1; ; i++) {
      EcSignature s = KEY.sign(MESSAGE, Sm2.DEFAULT_ID, NONCE.add(BigInteger.valueOf(i)));
      if (wish.test(s)) {
        return s;
      }
    }
  }

  private void genuine(Sample sample) {
    String what =
        "message of " + sample.message().length() + " octets, id of " + sample.userId().length();
    good(what, sample.userId().equals(Sm2.DEFAULT_ID) ? "Genuine" : "Identity", sample.input());
  }

  private void spellings(Sample sample) {
    for (Spelling.Form form : Spelling.of(sample.signature())) {
      boolean der = EcSignature.parseDer(form.octets()).isPresent();
      bad(
          form.comment(),
          "Encoding",
          sample.input(form.octets()),
          der ? Reason.SIGNATURE_VALUE_WRONG : Reason.MALFORMED);
    }
  }

  private void ranges(Sample sample) {
    BigInteger r = sample.signature().r();
    BigInteger s = sample.signature().s();
    Map<String, BigInteger> edges = new TreeMap<>();
    edges.put("0", BigInteger.ZERO);
    edges.put("1", ONE);
    edges.put("-1", ONE.negate());
    edges.put("n-1", N.subtract(ONE));
    edges.put("n", N);
    edges.put("n+1", N.add(ONE));
    edges.put("p", Sm2Lab.P);
    edges.put("2^256-1", ONE.shiftLeft(256).subtract(ONE));
    edges.put("2^256", ONE.shiftLeft(256));
    edges.put("2^600", ONE.shiftLeft(600));
    edges.forEach(
        (name, value) -> {
          wrong("r = " + name, "Range", sample.with(new EcSignature(value, s)).input());
          wrong("s = " + name, "Range", sample.with(new EcSignature(r, value)).input());
        });
    for (BigInteger more : List.of(N, N.negate(), N.shiftLeft(1), ONE.shiftLeft(256))) {
      String by =
          more.signum() < 0 ? "r-n" : "r+" + (more.equals(N) ? "n" : more.bitLength() + " bits");
      wrong(by, "Range", sample.with(new EcSignature(r.add(more), s)).input());
      wrong(by.replace('r', 's'), "Range", sample.with(new EcSignature(r, s.add(more))).input());
    }
    wrong("r and s zero", "Range", sample.with(pair(BigInteger.ZERO, BigInteger.ZERO)).input());
    wrong("r and s n", "Range", sample.with(pair(N, N)).input());
    wrong("r+s = n by s", "Range", sample.with(pair(r, N.subtract(r))).input());
    wrong("r+s = n by r", "Range", sample.with(pair(N.subtract(s), s)).input());
    wrong("-r", "Range", sample.with(pair(r.negate(), s)).input());
    wrong("-s", "Range", sample.with(pair(r, s.negate())).input());
    wrong("n-r", "Arithmetic", sample.with(pair(N.subtract(r), s)).input());
    wrong("n-s", "Arithmetic", sample.with(pair(r, N.subtract(s))).input());
    wrong("r = s", "Arithmetic", sample.with(pair(s, s)).input());
    wrong("r+1", "Arithmetic", sample.with(pair(r.add(ONE), s)).input());
    wrong("s+1", "Arithmetic", sample.with(pair(r, s.add(ONE))).input());
    wrong("1/s", "Arithmetic", sample.with(pair(r, s.modInverse(N))).input());
  }

  private static EcSignature pair(BigInteger r, BigInteger s) {
    return new EcSignature(r, s);
  }

  private void otherThings(Sample sample) {
    Bytes message = sample.message();
    wrong("empty message", "Message", sample.withMessage(Bytes.empty()).input());
    wrong("zero after", "Message", sample.withMessage(message.concat(Bytes.hex("00"))).input());
    wrong("zero before", "Message", sample.withMessage(Bytes.hex("00").concat(message)).input());
    wrong("one bit", "Message", sample.withMessage(Mutators.flip(message, 0, 1)).input());
    wrong(
        "last cut", "Message", sample.withMessage(message.slice(0, message.length() - 1)).input());
    Map<String, Bytes> ids = new TreeMap<>();
    ids.put("no id", Bytes.empty());
    ids.put("id with a zero octet", Sm2.DEFAULT_ID.concat(Bytes.hex("00")));
    ids.put("id one short", Sm2.DEFAULT_ID.slice(0, 15));
    ids.put("id of RFC 8998", Bytes.utf8("TLSv1.3+GM+Cipher+Suite"));
    ids.put("id of GB/T 32918.2 Annex A", Bytes.utf8("ALICE123@YAHOO.COM"));
    ids.put("id and message moved", Sm2.DEFAULT_ID.concat(message));
    ids.forEach((name, id) -> wrong(name, "Identity", sample.withUserId(id).input()));
    Bytes other = new Sm2Lab.Key(KEY.d().add(ONE)).info();
    wrong("another key", "Key", sample.withKey(other).input());
  }

  /** Right for another id: every verifier that takes the default must refuse it. */
  private void identities() {
    for (String id : List.of("", "1", "ALICE123@YAHOO.COM", "TLSv1.3+GM+Cipher+Suite", "样例")) {
      EcSignature signature = KEY.sign(MESSAGE, Bytes.utf8(id), NONCE.add(BigInteger.TEN));
      Sample sample = Sample.ours(signature);
      good("id '" + id + "'", "Identity", sample.withUserId(Bytes.utf8(id)).input());
      wrong("id '" + id + "', judged by the default", "Identity", sample.input());
    }
  }

  private void otherWaysToE() {
    Bytes z = Sm2.z(KEY.point(), Sm2.DEFAULT_ID);
    Bytes sm3 = Digests.sm3(MESSAGE);
    Map<String, Bytes> ways = new TreeMap<>();
    ways.put("e without Z", sm3);
    ways.put("e over Z and the message's SM3", Digests.sm3(z.concat(sm3)));
    ways.put("e by SHA-256", Digests.sha256(z.concat(MESSAGE)));
    ways.put("e with the message before Z", Digests.sm3(MESSAGE.concat(z)));
    ways.put("e = Z", z);
    ways.forEach(
        (name, e) -> {
          EcSignature signature = KEY.sign(Sm2Lab.number(e), NONCE);
          wrong(name, "Message", Sample.ours(signature).input());
          good(name + ", offered as the digest", "Message", digest(KEY.info(), e, signature));
        });
    BigInteger e = Sm2Lab.number(Sm2.e(KEY.point(), Sm2.DEFAULT_ID, MESSAGE));
    BigInteger r = Sm2Lab.CURVE.getG().multiply(NONCE).normalize().getAffineXCoord().toBigInteger();
    BigInteger s = NONCE.modInverse(N).multiply(e.add(r.multiply(KEY.d()))).mod(N);
    wrong("ECDSA with the SM2 key", "Message", Sample.ours(pair(r.mod(N), s)).input());
  }

  static Map<String, Object> digest(Bytes key, Bytes e, EcSignature signature) {
    Map<String, Object> in = new TreeMap<>();
    in.put("maker", OURS);
    in.put("key", key);
    in.put("digest", e);
    in.put("signature", signature.der());
    return in;
  }

  /** With e free, every pair (r, s) is a signature over some e; here at the edges. */
  private void chosenNumbers() {
    ECPoint key = Sm2.point(KEY.point()).orElseThrow();
    Map<String, BigInteger> numbers = new TreeMap<>();
    numbers.put("1", ONE);
    numbers.put("2", BigInteger.TWO);
    numbers.put("n-1", N.subtract(ONE));
    numbers.put("n-2", N.subtract(BigInteger.TWO));
    numbers.put("n/2", N.shiftRight(1));
    numbers.put("2^128", ONE.shiftLeft(128));
    numbers.put("2^224-1", ONE.shiftLeft(224).subtract(ONE));
    numbers.put("p mod n", Sm2Lab.P.mod(N));
    numbers.put("5…5", new BigInteger("5".repeat(64), 16));
    for (Map.Entry<String, BigInteger> r : numbers.entrySet()) {
      for (Map.Entry<String, BigInteger> s : numbers.entrySet()) {
        if (r.getKey().equals("5…5") == s.getKey().equals("5…5")) {
          continue;
        }
        EcSignature signature = pair(r.getValue(), s.getValue());
        Bytes e = Sm2Lab.digestFor(key, signature.r(), signature.s());
        good(
            "r = " + r.getKey() + ", s = " + s.getKey(),
            "Arithmetic",
            digest(KEY.info(), e, signature));
      }
    }
    for (BigInteger r : List.of(ONE, BigInteger.TWO)) {
      EcSignature signature = pair(r, N.subtract(r));
      Bytes e = Sm2Lab.digestFor(key, signature.r(), signature.s());
      wrong("r+s = n for the e that fits", "Range", digest(KEY.info(), e, signature));
    }
    for (BigInteger e :
        List.of(
            BigInteger.ZERO,
            ONE,
            N.subtract(ONE),
            N,
            N.add(ONE),
            ONE.shiftLeft(256).subtract(ONE))) {
      EcSignature signature = KEY.sign(e, NONCE);
      good(
          "e = " + Sm2Lab.octets(e).toHex(),
          "Arithmetic",
          digest(KEY.info(), Sm2Lab.octets(e), signature));
    }
  }
}
