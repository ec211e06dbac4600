package org.xinfu.trust.ofd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealedContent;

/**
 * A sealed package as other producers write it: put together by the JDK's own zip and templates of
 * its own, with none of the library's writers. Each field is one freedom that real files take.
 */
final class StrangersPackage {
  static final String SIGNS = "Doc_0/Signs/";
  static final String TAG = "Doc_0/Tags/Tag_0.xml";
  private static final LocalDateTime PACKED = LocalDateTime.of(2026, 11, 1, 10, 0);

  String checkMethod = "SM3";
  String method = "1.2.156.10197.1.501";
  String dateTime = "20261101100000";
  String id = "1";
  String prefix = "ofd:";
  String namespace = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
  String folder = SIGNS + "Sign_0/";
  String valueName = "SignedValue.dat";
  String type = " Type=\"Seal\"";
  String maxSignId = "<ofd:MaxSignId>1</ofd:MaxSignId>";
  String provider = "<ofd:Provider ProviderName=\"vendor\" Version=\"2.0\" Company=\"vendor\"/>";
  String slash = "/";
  boolean sealFile = true;
  String stamp = "<ofd:StampAnnot ID=\"1\" PageRef=\"1\" Boundary=\"120 200 40 40\"/>";

  /** A last change of Signature.xml before it is signed. */
  UnaryOperator<String> forge = xml -> xml;

  /** Which files the signature protects. */
  Predicate<String> protects = path -> !path.equals(SIGNS + "Signatures.xml");

  /** Signature.xml and its absolute path to the value. */
  BiFunction<Bytes, String, Bytes> value = Forgery::value;

  // The zip.
  int zipMethod = ZipEntry.DEFLATED;
  boolean folders;
  Charset names = StandardCharsets.UTF_8;
  String comment = "";
  final Map<String, Bytes> files = new LinkedHashMap<>(Sample.plain());

  /** The usual signature value of another seal and time. */
  static BiFunction<Bytes, String, Bytes> sealedWith(Bytes seal) {
    return (xml, path) ->
        SealSigner.sign(
            new SealedContent(seal, Digests.sm3(xml), path, TestPki.NOW), Sample.SIGNER);
  }

  /** With tags as the tax invoices of 2020 have them. */
  void tagged() {
    files.put(
        TAG,
        Bytes.utf8(
            "<:eInvoice xmlns:=\"\"><InvoiceCode><ofd:ObjectRef PageRef=\"1\">64"
                + "</ofd:ObjectRef></InvoiceCode></:eInvoice>"));
  }

  Bytes zip() {
    Map<String, Bytes> all = new LinkedHashMap<>(files);
    String root = all.get("OFD.xml").toUtf8();
    all.put(
        "OFD.xml",
        Bytes.utf8(
            root.replaceFirst(
                "</(ofd:|ns2:)DocBody>",
                "<$1Signatures>" + slash + SIGNS + "Signatures.xml</$1Signatures></$1DocBody>")));
    all.put(
        SIGNS + "Signatures.xml",
        xml(
            "<ofd:Signatures NS>"
                + maxSignId
                + "<ofd:Signature ID=\""
                + id
                + "\""
                + type
                + " BaseLoc=\""
                + slash
                + folder
                + "Signature.xml\"/></ofd:Signatures>"));
    if (sealFile) {
      all.put(folder + "Seal.esl", Sample.SEAL);
    }
    Bytes signature = xml(forge.apply(signatureXml(all)));
    all.put(folder + "Signature.xml", signature);
    all.put(folder + valueName, value.apply(signature, "/" + folder + "Signature.xml"));
    return pack(all);
  }

  private Bytes xml(String template) {
    return Bytes.utf8(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + template
                .replace("NS>", namespace + ">")
                .replace("<ofd:", "<" + prefix)
                .replace("</ofd:", "</" + prefix));
  }

  private String signatureXml(Map<String, Bytes> all) {
    StringBuilder xml = new StringBuilder("<ofd:Signature NS><ofd:SignedInfo>");
    xml.append(provider);
    xml.append("<ofd:SignatureMethod>").append(method).append("</ofd:SignatureMethod>");
    xml.append("<ofd:SignatureDateTime>").append(dateTime).append("</ofd:SignatureDateTime>");
    xml.append("<ofd:References CheckMethod=\"").append(checkMethod).append("\">");
    all.forEach(
        (path, octets) -> {
          if (protects.test(path)) {
            xml.append("<ofd:Reference FileRef=\"").append(slash).append(path);
            xml.append("\"><ofd:CheckValue>");
            xml.append(Base64.getMimeEncoder().encodeToString(Digests.sm3(octets).toArray()));
            xml.append("</ofd:CheckValue></ofd:Reference>");
          }
        });
    xml.append("</ofd:References>").append(stamp);
    if (sealFile) {
      xml.append("<ofd:Seal><ofd:BaseLoc>").append(slash).append(folder);
      xml.append("Seal.esl</ofd:BaseLoc></ofd:Seal>");
    }
    xml.append("</ofd:SignedInfo><ofd:SignedValue>").append(slash).append(folder);
    return xml.append(valueName).append("</ofd:SignedValue></ofd:Signature>").toString();
  }

  Bytes pack(Map<String, Bytes> all) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out, names)) {
      zip.setComment(comment);
      if (folders) {
        for (String folder : List.of("Doc_0/", "Doc_0/Pages/")) {
          ZipEntry entry = new ZipEntry(folder);
          entry.setTimeLocal(PACKED);
          zip.putNextEntry(entry);
        }
      }
      for (Map.Entry<String, Bytes> file : all.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(PACKED);
        entry.setMethod(zipMethod);
        byte[] octets = file.getValue().toArray();
        if (zipMethod == ZipEntry.STORED) {
          CRC32 crc = new CRC32();
          crc.update(octets);
          entry.setCrc(crc.getValue());
          entry.setSize(octets.length);
        }
        zip.putNextEntry(entry);
        zip.write(octets);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(out.toByteArray());
  }
}
