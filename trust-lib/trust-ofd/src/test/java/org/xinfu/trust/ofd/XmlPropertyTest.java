package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xinfu.trust.Bytes;

/** The reader ends in a tree or a {@link Finding}, whatever it is given. */
class XmlPropertyTest {
  @Property(tries = 500)
  void anyPiecesOfMarkupAreReadOrFound(@ForAll("pieces") List<String> pieces) {
    String text = String.join("", pieces);
    try {
      XmlElement root = XmlTree.parse("f", Bytes.utf8(text), 16);
      assertThat(root.all().count())
          .isLessThanOrEqualTo(text.chars().filter(c -> c == '<').count());
    } catch (Finding f) {
      assertThat(f.detail()).startsWith("f: ");
    }
  }

  @Property(tries = 300)
  void anyOctetsAreReadOrFound(@ForAll byte[] octets) {
    try {
      XmlTree.parse("f", Bytes.of(octets), 16);
    } catch (Finding f) {
      assertThat(f.reason()).isNotNull();
    }
  }

  /** What is written as text comes back as text, whatever it holds. */
  @Property(tries = 300)
  void textIsReadAsWritten(@ForAll("texts") String text) throws Finding {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    XmlElement root = XmlTree.parse("f", Bytes.utf8("<a>" + escaped + "</a>"), 4);
    assertThat(root.text()).isEqualTo(text.strip());
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "<a>",
            "</a>",
            "<b/>",
            "<n:c xmlns:n='urn:n' x='1'>",
            "</n:c>",
            "text",
            "<!-- c -->",
            "<![CDATA[",
            "]]>",
            "<?p i?>",
            "&amp;",
            "&x;",
            "<!DOCTYPE a>",
            "\ufeff",
            "\u0000",
            "<?xml version='1.0'?>",
            " x='1'",
            "\"",
            "'",
            "<",
            ">")
        .list()
        .ofMaxSize(14);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars('a', 'Z', '0', ' ', '<', '>', '&', '"', '\'', '\u5370', '\u00e9', ']', '-')
        .ofMaxLength(30);
  }
}
