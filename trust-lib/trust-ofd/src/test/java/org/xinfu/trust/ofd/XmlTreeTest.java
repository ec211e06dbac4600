package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

class XmlTreeTest {
  @Test
  void readsElementsAttributesAndText() throws Finding {
    XmlElement root = parse("\ufeff<?xml version=\"1.0\"?><!-- c --><a x=' 1 '><b> t </b><b/></a>");
    assertThat(root.name()).isEqualTo("a");
    assertThat(root.attribute("x")).contains("1");
    assertThat(root.children("b")).hasSize(2);
    assertThat(root.children("b").get(0).text()).isEqualTo("t");
    assertThat(parse("<a><![CDATA[x]]>y</a>").text()).isEqualTo("xy");
  }

  @Test
  void refusesWhatParsersDisagreeAbout() {
    refused("<!DOCTYPE a><a/>", Reason.XML_FORBIDDEN);
    refused("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", Reason.XML_FORBIDDEN);
    refused("<?xml version='1.0' encoding='GB18030'?><a/>", Reason.XML_FORBIDDEN);
    refused("<a>&e;</a>", Reason.XML_FORBIDDEN);
    refused("<a>x<!-- -->y</a>", Reason.XML_FORBIDDEN);
    refused("<a><?pi?>y</a>", Reason.XML_FORBIDDEN);
    refused("<a x='1' n:x='2' xmlns:n='urn:n'/>", Reason.XML_FORBIDDEN);
    refused("<a>".repeat(9) + "</a>".repeat(9), Reason.BUDGET_EXCEEDED);
  }

  /** The JDK's own limits take these for entities. */
  @Test
  void readsAnyNumberOfCharacterReferences() throws Finding {
    assertThat(parse("<a>" + "&amp;&#13;".repeat(150_000) + "</a>").text()).hasSize(300_000 - 1);
    assertThat(parse("<a>" + "<b x='&amp;'/>".repeat(150_000) + "</a>").children("b"))
        .hasSize(150_000);
  }

  @Test
  void refusesWhatIsNoXml() {
    for (String text : new String[] {"", "x", "<a>", "<a/><b/>", "<a x='1' x='2'/>"}) {
      refused(text, Reason.MALFORMED);
    }
    assertThatThrownBy(() -> XmlTree.parse("f", Bytes.hex("3c612fff3e"), 8))
        .isInstanceOfSatisfying(
            Finding.class, f -> assertThat(f.reason()).isEqualTo(Reason.XML_FORBIDDEN));
  }

  private static XmlElement parse(String text) throws Finding {
    return XmlTree.parse("f", Bytes.utf8(text), 8);
  }

  private static void refused(String text, Reason reason) {
    assertThatThrownBy(() -> parse(text))
        .as(text)
        .isInstanceOfSatisfying(Finding.class, f -> assertThat(f.reason()).isEqualTo(reason));
  }
}
