package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;

/**
 * A package with the integrity list of GM/T 0099, D.1; each field is something that may be wrong.
 */
final class IntegrityPackage {
  static final String LIST = "OFDEntries.xml";
  static final String VALUE = "signedvalue.dat";
  final Map<String, Bytes> files;
  String slash = "/";
  String root = "DocEntries";
  String signedValueLoc = "/" + VALUE;
  String before = "";
  final List<String> more = new ArrayList<>();
  Function<Bytes, Bytes> value = xml -> Gbt35275Signer.attached(Digests.sm3(xml), Sample.SIGNER);

  /** A last change of the list after it was signed. */
  UnaryOperator<String> altered = xml -> xml;

  IntegrityPackage(Map<String, Bytes> files) {
    this.files = files;
  }

  Map<String, Bytes> make() {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    xml.append(before).append("<ofd:").append(root);
    xml.append(" xmlns:ofd=\"http://www.ofdspec.org/2016\" ID=\"1\" CreatorName=\"vendor\"");
    xml.append(" CreationDate=\"2026-11-01\"><ofd:SignedValueLoc>").append(signedValueLoc);
    xml.append("</ofd:SignedValueLoc><ofd:FileList>");
    List<String> listed = new ArrayList<>(files.keySet().stream().map(p -> slash + p).toList());
    listed.addAll(more);
    for (int i = 0; i < listed.size(); i++) {
      xml.append("<ofd:File ID=\"").append(i + 1);
      xml.append("\" FileLoc=\"").append(listed.get(i)).append("\"/>");
    }
    xml.append("</ofd:FileList></ofd:").append(root).append(">");
    files.put(VALUE, value.apply(Bytes.utf8(xml.toString())));
    files.put(LIST, Bytes.utf8(altered.apply(xml.toString())));
    return files;
  }
}
