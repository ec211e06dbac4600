package org.xinfu.trust.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/**
 * BER and DER (X.690) as a tree: certificates, CRLs, OCSP responses, CMS, seals, time stamps. Reads
 * by itself, with limits on depth and number, since the input may want to be endless.
 */
final class Asn1View {
  private static final int MAX_DEPTH = 48;
  private static final List<String> UNIVERSAL =
      List.of(
          "END",
          "BOOLEAN",
          "INTEGER",
          "BIT STRING",
          "OCTET STRING",
          "NULL",
          "OBJECT IDENTIFIER",
          "ObjectDescriptor",
          "EXTERNAL",
          "REAL",
          "ENUMERATED",
          "EMBEDDED PDV",
          "UTF8String",
          "RELATIVE-OID",
          "TIME",
          "15",
          "SEQUENCE",
          "SET",
          "NumericString",
          "PrintableString",
          "TeletexString",
          "VideotexString",
          "IA5String",
          "UTCTime",
          "GeneralizedTime",
          "GraphicString",
          "VisibleString",
          "GeneralString",
          "UniversalString",
          "CHARACTER STRING",
          "BMPString");

  private final Bytes octets;
  private int at;
  private int nodes;

  private Asn1View(Bytes octets) {
    this.octets = octets;
  }

  /** One value and whatever follows it. */
  static List<Node> of(Bytes octets) {
    Asn1View view = new Asn1View(octets);
    List<Node> all = new ArrayList<>();
    try {
      while (view.at < octets.length() && all.size() < 64) {
        all.add(view.value(octets.length(), 0));
      }
    } catch (IOException damaged) {
      all.add(Node.damaged(String.valueOf(damaged.getMessage())));
    }
    return all;
  }

  /** Whether the octets begin like one SEQUENCE that fits into them. */
  static boolean looksLike(Bytes octets) {
    if (octets.length() < 4 || octets.at(0) != 0x30) {
      return false;
    }
    Asn1View view = new Asn1View(octets);
    view.at = 1;
    try {
      int length = view.length(octets.length());
      return length < 0 || view.at + length == octets.length();
    } catch (IOException e) {
      return false;
    }
  }

  private Node value(int end, int depth) throws IOException {
    if (++nodes > Node.MOST) {
      throw new IOException("more than " + Node.MOST + " values");
    }
    if (depth > MAX_DEPTH) {
      throw new IOException("nested deeper than " + MAX_DEPTH);
    }
    int start = at;
    int tag = next(end);
    if ((tag & 0x1f) == 0x1f) {
      throw new IOException("a tag above 30 at " + start);
    }
    int length = length(end);
    String name = name(tag) + " @" + start;
    if (length < 0) {
      if ((tag & 0x20) == 0) {
        throw new IOException("indefinite length of a primitive at " + start);
      }
      return Node.of(name + " indefinite", untilEnd(end, depth));
    }
    int stop = at + length;
    if ((tag & 0x20) != 0) {
      List<Node> children = new ArrayList<>();
      while (at < stop) {
        children.add(value(stop, depth + 1));
      }
      return Node.of(name, children);
    }
    Bytes content = octets.slice(at, stop);
    at = stop;
    return primitive(name, tag, content, depth);
  }

  private List<Node> untilEnd(int end, int depth) throws IOException {
    List<Node> children = new ArrayList<>();
    while (at + 1 < end && !(octets.at(at) == 0 && octets.at(at + 1) == 0)) {
      children.add(value(end, depth + 1));
    }
    next(end);
    next(end);
    return children;
  }

  private int next(int end) throws IOException {
    if (at >= end) {
      throw new IOException("cut short at " + at);
    }
    return octets.at(at++);
  }

  /** X.690 §8.1.3; −1 for the indefinite form. */
  private int length(int end) throws IOException {
    int first = next(end);
    if (first == 0x80) {
      return -1;
    }
    long length = first;
    if (first > 0x80) {
      if (first - 0x80 > 4) {
        throw new IOException("a length of " + (first - 0x80) + " octets at " + at);
      }
      length = 0;
      for (int i = first - 0x80; i > 0; i--) {
        length = length << 8 | next(end);
      }
    }
    if (length > end - at) {
      throw new IOException("a length beyond its end at " + at);
    }
    return (int) length;
  }

  private static String name(int tag) {
    int number = tag & 0x1f;
    return switch (tag >> 6) {
      case 0 -> UNIVERSAL.get(number);
      case 1 -> "[APPLICATION " + number + "]";
      case 2 -> "[" + number + "]";
      default -> "[PRIVATE " + number + "]";
    };
  }

  private Node primitive(String name, int tag, Bytes content, int depth) {
    return switch (tag) {
      case 1 -> Node.leaf(name, content.length() == 1 && content.at(0) != 0 ? "TRUE" : "FALSE");
      case 2, 10 ->
          content.length() == 0
              ? Node.damaged(name + " is empty")
              : Node.leaf(
                  name,
                  content.length() <= 8
                      ? new BigInteger(content.toArray()).toString()
                      : content.toHex());
      case 6 -> Node.leaf(name, identifier(content));
      case 5 -> Node.leaf(name, "");
      case 12, 18, 19, 20, 22, 23, 24, 26 -> Node.leaf(name, content.toUtf8());
      case 3, 4 -> wrapped(name, tag == 3 ? bits(content) : content, depth);
      default -> Node.leaf(name, content.length() + " octets " + content.toHex());
    };
  }

  private static Bytes bits(Bytes content) {
    return content.length() > 0 && content.at(0) == 0
        ? content.slice(1, content.length())
        : content;
  }

  /** Strings of octets often hold another value: it is shown when it fits exactly. */
  private Node wrapped(String name, Bytes content, int depth) {
    if (looksLike(content) && depth < 8 && nodes < Node.MOST / 2) {
      List<Node> inner = of(content);
      nodes += inner.size();
      if (inner.stream().noneMatch(Node::isDamaged)) {
        return Node.of(name, content.length() + " octets", inner);
      }
    }
    return Node.leaf(name, content.length() + " octets " + content.toHex());
  }

  private static String identifier(Bytes content) {
    return Decoding.of(() -> ASN1ObjectIdentifier.fromContents(content.toArray()).getId())
        .map(dotted -> (dotted + " " + Identifiers.name(dotted)).strip())
        .orElseGet(() -> "malformed " + content.toHex());
  }
}
