package org.xinfu.testkit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;

/**
 * Wrong ways to write {@code SEQUENCE { r INTEGER, s INTEGER }}: BER where DER is due (X.690 §8,
 * §10), other tags, things missing, doubled and added. None of them is the signature's DER.
 */
final class Spelling {
  private final Bytes r;
  private final Bytes s;
  private final Bytes whole;
  private final List<Form> forms = new ArrayList<>();

  /** One way, and what is wrong with it. */
  record Form(String comment, Bytes octets) {}

  private Spelling(EcSignature signature) {
    r = integer(signature.r());
    s = integer(signature.s());
    whole = signature.der();
  }

  /** Every wrong spelling of {@code signature}. */
  static List<Form> of(EcSignature signature) {
    Spelling all = new Spelling(signature);
    all.lengths();
    all.tags();
    all.around();
    all.inside();
    all.cut();
    all.numbers("r", all.r, true);
    all.numbers("s", all.s, false);
    all.forms.add(new Form("raw r and s", signature.raw(32)));
    all.forms.add(new Form("raw r and s of 33 octets", signature.raw(33)));
    return all.forms;
  }

  private void lengths() {
    Bytes body = body(whole);
    String length = hex(body.length());
    add("length of two octets", "3081" + length, body);
    add("length of three octets", "308200" + length, body);
    add("length of four octets", "30830000" + length, body);
    add("length of five octets", "3084000000" + length, body);
    add("length of nine octets", "30880000000000000" + "0" + length, body);
    add("indefinite length", "3080", body.concat(Bytes.hex("0000")));
    add("indefinite length without an end", "3080", body);
    add("indefinite length with half an end", "3080", body.concat(Bytes.hex("00")));
    add("length one too small", "30" + hex(body.length() - 1), body);
    add("length one too great", "30" + hex(body.length() + 1), body);
    add("length nothing", "3000", body);
    add("length beyond 32 bits", "308501000000" + length, body);
    add("length of 2³¹−1", "30847fffffff", body);
    add("length of 2³²−1", "3084ffffffff", body);
    add("length beyond 64 bits", "308901000000000000000" + "0" + length, body);
    add("length reserved by X.690 8.1.3.5", "30ff", body);
  }

  private void tags() {
    Bytes body = body(whole);
    for (String tag : List.of("00", "01", "02", "03", "04", "05", "10", "31", "70", "a0", "ff")) {
      add("outer tag " + tag, tag + hex(body.length()), body);
    }
    add("outer tag of two octets", "3f10" + hex(body.length()), body);
  }

  private void around() {
    form("nothing", Bytes.empty());
    form("an empty sequence", Bytes.hex("3000"));
    form("an empty sequence of indefinite length", Bytes.hex("30800000"));
    form("NULL", Bytes.hex("0500"));
    form("one zero octet", Bytes.hex("00"));
    form("a zero octet after", whole.concat(Bytes.hex("00")));
    form("an end of contents after", whole.concat(Bytes.hex("0000")));
    form("NULL after", whole.concat(Bytes.hex("0500")));
    form("the signature twice", whole.concat(whole));
    form("a zero octet before", Bytes.hex("00").concat(whole));
    add("a sequence around", "30" + hex(whole.length()), whole);
    add("an OCTET STRING around", "04" + hex(whole.length()), whole);
    add("a BIT STRING around", "03" + hex(whole.length() + 1) + "00", whole);
  }

  private void inside() {
    sequence("r alone", r);
    sequence("s alone", s);
    sequence("r twice", r.concat(r));
    sequence("three numbers", r.concat(s).concat(r));
    sequence("the numbers swapped", s.concat(r));
    sequence("NULL after the numbers", r.concat(s).concat(Bytes.hex("0500")));
    sequence("NULL before the numbers", Bytes.hex("0500").concat(r).concat(s));
    sequence("a zero octet after the numbers", r.concat(s).concat(Bytes.hex("00")));
    sequence("an end of contents after the numbers", r.concat(s).concat(Bytes.hex("0000")));
    sequence("an empty OCTET STRING after the numbers", r.concat(s).concat(Bytes.hex("0400")));
    Bytes both = r.concat(s);
    sequence("the numbers in a sequence", Bytes.hex("30" + hex(both.length())).concat(both));
  }

  private void cut() {
    for (int length : new int[] {1, 2, 3, 4, 20, 36}) {
      form("cut to " + length + " octets", whole.slice(0, length));
    }
    form("its last octet missing", whole.slice(0, whole.length() - 1));
    form("its first octet missing", whole.slice(1, whole.length()));
  }

  private void numbers(String name, Bytes number, boolean first) {
    Bytes body = body(number);
    String length = hex(body.length());
    one(name + " with a length of two octets", first, "0281" + length, body);
    one(name + " with a length of three octets", first, "028200" + length, body);
    one(name + " of indefinite length", first, "2280", number.concat(Bytes.hex("0000")));
    one(name + " with a zero octet more", first, "02" + hex(body.length() + 1) + "00", body);
    one(name + " with two zero octets more", first, "02" + hex(body.length() + 2) + "0000", body);
    one(name + " with ff before it", first, "02" + hex(body.length() + 1) + "ff", body);
    one(name + " with a zero octet after it", first, "02" + hex(body.length() + 1), zero(body));
    one(name + " one octet short", first, "02" + hex(body.length() - 1), chop(body));
    one(name + " of no octets", first, "0200", Bytes.empty());
    one(name + " as NULL", first, "0500", Bytes.empty());
    one(name + " as TRUE", first, "0101ff", Bytes.empty());
    one(name + " as an empty sequence", first, "3000", Bytes.empty());
    one(name + " as REAL", first, "090380fb05", Bytes.empty());
    for (String tag : List.of("00", "03", "04", "0a", "22", "82", "a2")) {
      one(name + " with tag " + tag, first, tag + length, body);
    }
    if (body.at(0) == 0) {
      Bytes bare = body.slice(1, body.length());
      one(name + " without its leading zero", first, "02" + hex(bare.length()), bare);
    }
  }

  private void one(String comment, boolean first, String header, Bytes content) {
    Bytes number = Bytes.hex(header).concat(content);
    sequence(comment, first ? number.concat(s) : r.concat(number));
  }

  private void sequence(String comment, Bytes content) {
    add(comment, "30" + hex(content.length()), content);
  }

  private void add(String comment, String header, Bytes content) {
    form(comment, Bytes.hex(header).concat(content));
  }

  private void form(String comment, Bytes octets) {
    forms.add(new Form(comment, octets));
  }

  private static Bytes integer(BigInteger value) {
    byte[] octets = value.toByteArray();
    return Bytes.hex("02" + hex(octets.length)).concat(Bytes.of(octets));
  }

  private static Bytes body(Bytes element) {
    return element.slice(2, element.length());
  }

  private static Bytes zero(Bytes body) {
    return body.concat(Bytes.hex("00"));
  }

  private static Bytes chop(Bytes body) {
    return body.slice(0, body.length() - 1);
  }

  private static String hex(int octet) {
    return String.format("%02x", octet);
  }
}
