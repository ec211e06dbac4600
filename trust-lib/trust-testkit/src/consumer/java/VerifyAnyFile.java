import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;

/** A department's program: verifies any supported file. FILE ANCHORS.pem MOMENT */
public final class VerifyAnyFile {
  private VerifyAnyFile() {}

  public static void main(String[] arguments) throws Exception {
    // Five lines from a file to a verdict:
    List<Certificate> anchors =
        PemFile.read(Files.readString(Path.of(arguments[1]))).orElseThrow().certificates();
    TrustPolicy policy = TrustPolicy.interop(anchors, anchors, Instant.parse(arguments[2]));
    DocumentReport report = Trust.verify(DocumentSource.of(Path.of(arguments[0])), policy);
    System.out.println(report.conclusion() + " " + report.format() + " " + report.reason());

    // What must not come along.
    for (String absent :
        List.of(
            "com.itextpdf.kernel.pdf.PdfDocument",
            "org.springframework.context.ApplicationContext",
            "org.xinfu.testkit.TestPki")) {
      try {
        Class.forName(absent);
        System.out.println("PRESENT " + absent);
      } catch (ClassNotFoundException asItShouldBe) {
        System.out.println("absent " + absent);
      }
    }
    for (java.security.Provider provider : java.security.Security.getProviders()) {
      if (!provider.getClass().getModule().isNamed()) {
        System.out.println("REGISTERED " + provider.getName());
      }
    }
  }
}
