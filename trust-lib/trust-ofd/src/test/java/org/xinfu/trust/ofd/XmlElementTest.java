package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/** What an element says, and which files say nothing for certain. */
class XmlElementTest {
  private static final int DEPTH = 4;

  @Test
  void nestingIsAllowedToTheBudgetAndNoFurther() throws Finding {
    String deep = "<a>".repeat(DEPTH) + "</a>".repeat(DEPTH);
    assertThat(parse(deep).all()).hasSize(DEPTH);
    refused("<a>".repeat(DEPTH + 1) + "</a>".repeat(DEPTH + 1), Reason.BUDGET_EXCEEDED);
    assertThat(parse("<a>" + "<b/>".repeat(500) + "</a>").children()).hasSize(500);
  }

  @Test
  void charactersAndReferencesAreText() throws Finding {
    assertThat(parse("<a>&lt;&#65;&#x42;&amp;</a>").text()).isEqualTo("<AB&");
    assertThat(parse("<a x='&quot;&#9;'/>").attribute("x")).contains("\"");
    assertThat(parse("<a>\u5370\u7ae0\ud842\udfb7</a>").text())
        .isEqualTo("\u5370\u7ae0\ud842\udfb7");
    assertThat(parse("<a> \r\n x \t</a>").text()).isEqualTo("x");
    assertThat(parse("<a>one<b>two</b>three</a>").text()).isEqualTo("onethree");
  }

  @Test
  void sectionsOfCharacterDataAreText() throws Finding {
    assertThat(parse("<a><![CDATA[<b>&amp;]]></a>").text()).isEqualTo("<b>&amp;");
    assertThat(parse("<a>x<![CDATA[]]>y</a>").text()).isEqualTo("xy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a><!-- c --></a>",
        "<a> <!-- c --> <b>x</b> <!-- d --> </a>",
        "<a><b/><?p i?><b/></a>",
        "<!-- c --><a>x</a><!-- d -->",
        "<?p i?><a>x</a>"
      })
  void commentsThatSplitNoTextAreHarmless(String text) throws Finding {
    assertThat(parse(text).name()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a><!-- c -->x</a>",
        "<a>x<!-- c --></a>",
        "<a>x<b/><!-- c --></a>",
        "<a><b/><?p i?>x</a>",
        "<a><![CDATA[x]]><!-- c --></a>",
        "<r><a>1<!---->2</a></r>"
      })
  void commentsInsideATextAreForbidden(String text) {
    refused(text, Reason.XML_FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://localhost:1/x'> %p;]><a/>",
        "<!DOCTYPE a PUBLIC '-//X' 'http://localhost:1/x'><a/>",
        "<!DOCTYPE a [<!ATTLIST a x CDATA 'y'>]><a/>",
        "<a>&unknown;</a>"
      })
  void documentTypesAndEntitiesAreForbidden(String text) {
    refused(text, Reason.XML_FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "ISO-8859-1", "GBK", "US-ASCII", "utf8", "x-unknown"})
  void anotherDeclaredEncodingIsForbidden(String encoding) {
    refused("<?xml version='1.0' encoding='" + encoding + "'?><a/>", Reason.XML_FORBIDDEN);
  }

  @Test
  void utf8MayBeDeclaredInAnyCaseOrNotAtAll() throws Finding {
    for (String head :
        new String[] {
          "",
          "<?xml version='1.0'?>",
          "<?xml version='1.0' encoding='utf-8'?>",
          "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
        }) {
      assertThat(parse(head + "<a/>").name()).isEqualTo("a");
    }
  }

  @Test
  void octetsOfAnotherEncodingAreForbidden() {
    String text = "<?xml version='1.0' encoding='UTF-8'?><a>\u5370\u7ae0</a>";
    for (Charset charset : new Charset[] {Charset.forName("GBK"), StandardCharsets.UTF_16}) {
      refused(Bytes.of(text.getBytes(charset)), Reason.XML_FORBIDDEN);
    }
    // An overlong slash and half of a surrogate pair are no UTF-8 either.
    refused(Bytes.hex("3c613ec0af3c2f613e"), Reason.XML_FORBIDDEN);
    refused(Bytes.hex("3c613eeda0803c2f613e"), Reason.XML_FORBIDDEN);
  }

  @Test
  void oneMarkOfOrderIsAllowed() throws Finding {
    assertThat(parse("\ufeff<a/>").name()).isEqualTo("a");
    refused("\ufeff\ufeff<a/>", Reason.MALFORMED);
    refused(" <?xml version='1.0'?><a/>", Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a>&#0;</a>",
        "<a>\u0001</a>",
        "<a",
        "<a></b>",
        "<n:a/>",
        "<a x=1/>",
        "<a>]]></a>",
        "<a/>text",
        "<a/><?xml version='1.0'?>",
        "<a xmlns:n='u' xmlns:m='u' n:x='1' m:x='2'/>",
        "<a><</a>",
        "\ufeff",
        "<!-- only -->"
      })
  void whatIsNotWellFormedIsMalformed(String text) {
    refused(text, Reason.MALFORMED);
  }

  @Test
  void namesAreReadWithoutTheirPrefix() throws Finding {
    XmlElement ofd =
        parse("<ofd:a xmlns:ofd='http://www.ofdspec.org/2016'><b xmlns='urn:b'/><c/></ofd:a>");
    assertThat(ofd.name()).isEqualTo("a");
    assertThat(ofd.inOfdNamespace()).isTrue();
    assertThat(ofd.attribute("ofd")).isEmpty();
    assertThat(ofd.children().get(0).inOfdNamespace()).isFalse();
    assertThat(ofd.children().get(1).inOfdNamespace()).isFalse();
  }

  @Test
  void attributesWithOneLocalNameAreTwoMeanings() {
    refused("<a n:x='1' x='1' xmlns:n='urn:n'/>", Reason.XML_FORBIDDEN);
  }

  @Test
  void aChildThatMayStandOnceStandsOnce() throws Finding {
    XmlElement root = parse("<a><b>1</b><c/><c/><n:d xmlns:n='u'/><d/></a>");
    assertThat(root.required("b").text()).isEqualTo("1");
    assertThat(root.optional("none")).isEmpty();
    assertThat(root.children("c")).hasSize(2);
    finding(() -> root.optional("c"), Reason.XML_FORBIDDEN, "two c in a");
    finding(() -> root.required("d"), Reason.XML_FORBIDDEN, "two d in a");
    finding(() -> root.required("none"), Reason.MALFORMED, "no none in a");
  }

  @Test
  void anAttributeThatMustBeThereIs() throws Finding {
    XmlElement root = parse("<a x=' 1 ' y=''/>");
    assertThat(root.requiredAttribute("x")).isEqualTo("1");
    assertThat(root.requiredAttribute("y")).isEmpty();
    finding(() -> root.requiredAttribute("z"), Reason.MALFORMED, "no z on a");
  }

  @Test
  void allComesInTheOrderOfTheDocument() throws Finding {
    assertThat(parse("<a><b><c/></b><d/></a>").all().map(XmlElement::name))
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void aFindingNamesTheFile() {
    finding(() -> parse("<a>"), Reason.MALFORMED, "f.xml: ");
    finding(() -> parse("<!DOCTYPE a><a/>"), Reason.XML_FORBIDDEN, "f.xml: ");
    finding(() -> parse("<a><b><c><d><e/></d></c></b></a>"), Reason.BUDGET_EXCEEDED, "f.xml: ");
  }

  private static XmlElement parse(String text) throws Finding {
    return XmlTree.parse("f.xml", Bytes.utf8(text), DEPTH);
  }

  private static void refused(String text, Reason reason) {
    refused(Bytes.utf8(text), reason);
  }

  private static void refused(Bytes octets, Reason reason) {
    finding(() -> XmlTree.parse("f.xml", octets, DEPTH), reason, "f.xml");
  }

  private static void finding(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason, String detail) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Finding.class,
            f -> {
              assertThat(f.reason()).isEqualTo(reason);
              assertThat(f.detail()).contains(detail);
            });
  }
}
