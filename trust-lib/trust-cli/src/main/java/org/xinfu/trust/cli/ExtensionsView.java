package org.xinfu.trust.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.der.Decoding;

/** Extensions by name, RFC 5280 §4.2 and §5.2, with what is easily said of their values. */
final class ExtensionsView {
  private static final int MOST = 64;

  private ExtensionsView() {}

  /**
   * One line each; none without extensions.
   *
   * @param said the value in words, or nothing; one that throws is said to be damaged
   */
  static List<Node> of(@Nullable Extensions extensions, Function<Extension, String> said) {
    List<Node> nodes = new ArrayList<>();
    ASN1ObjectIdentifier[] all =
        extensions == null ? new ASN1ObjectIdentifier[0] : extensions.getExtensionOIDs();
    for (int i = 0; i < Math.min(all.length, MOST); i++) {
      Extension extension = extensions == null ? null : extensions.getExtension(all[i]);
      if (extension != null) {
        String critical = extension.isCritical() ? ", critical" : "";
        nodes.add(Node.leaf(CmsView.name(all[i]) + critical, words(extension, said)));
      }
    }
    return nodes;
  }

  private static String words(Extension extension, Function<Extension, String> said) {
    return Decoding.of(() -> said.apply(extension)).orElse("(unreadable)");
  }
}
