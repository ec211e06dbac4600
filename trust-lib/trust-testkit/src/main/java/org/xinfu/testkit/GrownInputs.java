package org.xinfu.testkit;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.xinfu.trust.Bytes;

/**
 * Inputs of almost a MiB, each built to cost its reader the most: what is deep, long, wide, many or
 * packed. {@link ByteFuzz} seldom gets that far from small samples.
 */
public final class GrownInputs {
  private static final int MOST = ByteFuzz.MOST_OCTETS;

  private final Map<String, Bytes> all = new LinkedHashMap<>();

  private GrownInputs() {}

  /** All of them by name. */
  public static Map<String, Bytes> all() {
    GrownInputs inputs = new GrownInputs();
    inputs.der();
    inputs.xml();
    inputs.json();
    inputs.pdf();
    inputs.zip();
    inputs.pictures();
    return inputs.all;
  }

  private void der() {
    add("der nested, indefinite", times("3080", MOST / 2));
    add("der nested, constructed string", times("2480", MOST / 2));
    add("der nested sets", nested("31"));
    add("der nested sequences", nested("30"));
    add("der many numbers", sequence(times("020101", MOST / 3 - 8)));
    add("der many nulls", sequence(times("0500", MOST / 2 - 8)));
    add("der one long number", element("02", Bytes.hex("7f".repeat(MOST - 8))));
    add("der one long name", element("06", Bytes.hex("87".repeat(MOST - 9) + "07")));
    Bytes data = Bytes.hex("06092a864886f70d010702");
    add("cms, nested", sequence(data.concat(element("a0", nested("30").slice(0, MOST / 2)))));
    Bytes info = sequence(Bytes.hex("020101").concat(times("3000", 10)));
    Bytes signers = element("31", repeated(info, MOST / info.length() - 20));
    Bytes signedData = sequence(Bytes.hex("0201013100300b06092a864886f70d010701").concat(signers));
    add("cms, many signers", sequence(data.concat(element("a0", signedData))));
  }

  private void xml() {
    add("xml nested", repeated("<a>", MOST));
    add("xml nested and closed", repeated("<a>", MOST / 2) + repeated("</a>", MOST / 2));
    add("xml wide", "<a>" + repeated("<b/>", MOST - 10) + "</a>");
    add("xml many attributes", "<a" + numbered(" a%d=''", 60_000) + "/>");
    add("xml many namespaces", "<a" + numbered(" xmlns:n%d='u:%<d'", 35_000) + "/>");
    add(
        "xml namespaces, nested",
        numbered("<n%d:a xmlns:n%<d='u'>", 38_000)
            + "<x xmlns='http://www.w3.org/2000/09/xmldsig#'/>");
    add("xml one long name", "<" + repeated("a", MOST - 5) + "/>");
    add("xml one long value", "<a b='" + repeated("&amp;", MOST - 20) + "'/>");
    add("xml entities", "<!DOCTYPE a [" + numbered("<!ENTITY e%d 'x'>", 40_000) + "]><a/>");
    String open = "<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'><ds:SignedInfo>";
    String method =
        "<ds:CanonicalizationMethod Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'/>"
            + "<ds:SignatureMethod Algorithm='http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'/>";
    String close = "</ds:SignedInfo><ds:SignatureValue>AA==</ds:SignatureValue></ds:Signature>";
    String reference =
        "<ds:Reference URI=''><ds:Transforms><ds:Transform Algorithm="
            + "'http://www.w3.org/2000/09/xmldsig#enveloped-signature'/></ds:Transforms>"
            + "<ds:DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/>"
            + "<ds:DigestValue>AA==</ds:DigestValue></ds:Reference>";
    add(
        "xml many references",
        "<r>" + open + method + repeated(reference, MOST - 2000) + close + "</r>");
    add(
        "xml many signatures",
        "<r>" + repeated(open + method + reference + close, MOST - 2000) + "</r>");
    add(
        "xml a long document signed once",
        "<r>"
            + open
            + method
            + reference
            + close
            + repeated("<b xmlns:x='y' c='d'> e </b>", MOST - 2000)
            + "</r>");
  }

  private void json() {
    add("json nested lists", repeated("[", MOST));
    add("json nested objects", repeated("{\"a\":", MOST));
    add("json wide", "[" + repeated("0,", MOST - 10) + "0]");
    add("json many members", "{" + numbered("\"m%d\":0,", 80_000) + "\"z\":0}");
    add("json one long number", repeated("7", MOST));
    add("json a long fraction", "0." + repeated("7", MOST - 20) + "e-999");
    add("json a long exponent", "[1e" + repeated("9", MOST - 20) + "]");
    add("json escapes", "\"" + repeated("\\u6587", MOST - 10) + "\"");
    add("jws many parts", repeated(".", MOST));
    add("jws a long header", "e" + repeated("y", MOST - 10) + ".e.e");
    add(
        "sd-jwt many disclosures",
        "eyJhbGciOiJFUzI1NiJ9.e30.AA~" + repeated("WyJhIiwiYiIsMV0~", MOST - 50));
    add(
        "jws many signatures",
        "{\"payload\":\"\",\"signatures\":["
            + repeated("{\"protected\":\"e30\",\"signature\":\"\"},", MOST - 90)
            + "{}]}");
    add(
        "pem many blocks",
        repeated("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", MOST));
    add(
        "pem one long block",
        "-----BEGIN CERTIFICATE-----\n"
            + repeated("MIIA", MOST - 80)
            + "\n-----END CERTIFICATE-----\n");
    add("pem never ended", repeated("-----BEGIN X509 CRL-----\n", MOST));
  }

  private void pdf() {
    pdf("pdf nested dictionaries", repeated("<</A", MOST - 300));
    pdf("pdf nested lists", repeated("[", MOST - 300));
    pdf("pdf one long number", repeated("7", MOST - 300));
    pdf("pdf one long name", "/" + repeated("#41", MOST - 300));
    pdf("pdf nested strings", repeated("(", MOST - 300));
    pdf("pdf one long hexadecimal string", "<" + repeated("41", MOST - 300) + ">");
    pdf("pdf many kids", "<</Type/Pages/Count 1/Kids[" + repeated("1 0 R ", MOST - 300) + "]>>");
    pdf(
        "pdf many byte ranges",
        "<</Type/Sig/ByteRange[" + repeated("0 1 ", MOST - 400) + "]/Contents<00>>>");
    add("pdf many marks", "%PDF-1.7\n" + repeated("startxref\n9\n%%EOF\n", MOST - 20));
    String entry = "0000000009 00000 n \n";
    add(
        "pdf a long table",
        "%PDF-1.7\nxref\n0 50000\n"
            + repeated(entry, 50_000 * entry.length())
            + "trailer<</Size 50000/Root 1 0 R>>\nstartxref\n9\n%%EOF\n");
    StringBuilder chain = new StringBuilder("%PDF-1.7\n");
    int before = 0;
    for (int i = 0; i < 9_000; i++) {
      int here = chain.length();
      chain.append("xref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev ");
      chain.append(before).append(">>\nstartxref\n").append(here).append("\n%%EOF\n");
      before = here;
    }
    add("pdf many revisions", chain.toString());
    Bytes zeros = deflated(300 << 20);
    String stream =
        "1 0 obj<</Type/XRef/Size 9/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length "
            + zeros.length()
            + ">>stream\n";
    all.put(
        "pdf packed zeros",
        Bytes.utf8("%PDF-1.7\n" + stream)
            .concat(zeros)
            .concat(Bytes.utf8("\nendstream endobj\nstartxref\n9\n%%EOF\n")));
  }

  /** A body whose only object is {@code value}, which the trailer names as everything. */
  private void pdf(String name, String value) {
    String head = "%PDF-1.7\n1 0 obj ";
    String tail = " endobj\n";
    int at = head.length() + value.length() + tail.length();
    add(
        name,
        head
            + value
            + tail
            + "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
            + "trailer<</Size 2/Root 1 0 R>>\nstartxref\n"
            + at
            + "\n%%EOF\n");
  }

  private void zip() {
    all.put("zip packed zeros", zip("OFD.xml", 300 << 20));
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(many)) {
      out.setMethod(ZipOutputStream.STORED);
      for (int i = 0; i < 9_500; i++) {
        ZipEntry entry = new ZipEntry(i == 0 ? "OFD.xml" : "e" + i);
        entry.setSize(0);
        entry.setCrc(0);
        out.putNextEntry(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.put("zip many entries", Bytes.of(many.toByteArray()));
    all.put("zip many packed entries", packedEntries(400));
    add("zip many marks", repeated("PK\u0005\u0006", MOST));
    add(
        "zip many headers",
        repeated("PK\u0001\u0002", MOST / 2) + repeated("PK\u0003\u0004", MOST / 2));
  }

  /** Each of them too small for a ratio of its own. */
  private static Bytes packedEntries(int count) {
    byte[] zeros = new byte[1 << 20];
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(octets)) {
      for (int i = 0; i < count; i++) {
        out.putNextEntry(new ZipEntry(i == 0 ? "OFD.xml" : "e" + i));
        out.write(zeros);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(octets.toByteArray());
  }

  /** Scans of a progressive picture, each of which goes over all of its dots. */
  private void pictures() {
    all.put("jpeg many scans", manyScans(2_000, 2_000));
  }

  /** A grey square of this side, its last scan repeated. */
  private static Bytes manyScans(int side, int times) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam progressive = writer.getDefaultWriteParam();
    progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    BufferedImage grey = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(octets)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(grey, null, null), progressive);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    } finally {
      writer.dispose();
    }
    String text = octets.toString(StandardCharsets.ISO_8859_1);
    int end = text.length() - 2;
    String scan = text.substring(text.lastIndexOf("\u00ff\u00da"), end);
    String all = text.substring(0, end) + scan.repeat(times) + text.substring(end);
    return Bytes.of(all.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Bytes zip(String name, long zeros) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(octets)) {
      out.putNextEntry(new ZipEntry(name));
      byte[] block = new byte[1 << 20];
      for (long done = 0; done < zeros; done += block.length) {
        out.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(octets.toByteArray());
  }

  private static Bytes deflated(int zeros) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(octets, new Deflater(9))) {
      byte[] block = new byte[1 << 20];
      for (int done = 0; done < zeros; done += block.length) {
        out.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(octets.toByteArray());
  }

  private void add(String name, String text) {
    add(name, Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void add(String name, Bytes octets) {
    if (octets.length() > MOST) {
      throw new IllegalStateException(name + " has " + octets.length() + " octets");
    }
    all.put(name, octets);
  }

  /** As many times as fit into so many octets. */
  private static String repeated(String text, int octets) {
    return text.repeat(octets / text.length());
  }

  private static String numbered(String pattern, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(pattern, i))
        .collect(Collectors.joining());
  }

  private static Bytes repeated(Bytes octets, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.writeBytes(octets.toArray());
    }
    return Bytes.of(out.toByteArray());
  }

  private static Bytes times(String hex, int times) {
    return repeated(Bytes.hex(hex), times);
  }

  private static Bytes sequence(Bytes content) {
    return element("30", content);
  }

  private static Bytes element(String tag, Bytes content) {
    return Bytes.hex(tag + "83" + String.format("%06x", content.length())).concat(content);
  }

  /** Definite lengths all the way down, which only a reader of many levels follows. */
  private static Bytes nested(String tag) {
    int levels = MOST / 5 - 2;
    byte[] out = new byte[levels * 5];
    byte head = Bytes.hex(tag).toArray()[0];
    for (int i = 0; i < levels; i++) {
      int rest = (levels - i - 1) * 5;
      out[i * 5] = head;
      out[i * 5 + 1] = (byte) 0x83;
      out[i * 5 + 2] = (byte) (rest >> 16);
      out[i * 5 + 3] = (byte) (rest >> 8);
      out[i * 5 + 4] = (byte) rest;
    }
    return Bytes.of(out);
  }
}
