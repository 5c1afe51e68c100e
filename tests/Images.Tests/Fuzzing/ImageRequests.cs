using System.Text;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using Leasehold.Testing.Servers.Fuzzing;

namespace Leasehold.Images.Tests.Fuzzing;

/// <summary>Requests to the image service, the same for a seed, whatever was sent before.</summary>
/// <param name="pictures">The address of the pictures; nothing else that may be fetched is ever named.</param>
/// <param name="ids">Tasks and batches that are there, or were.</param>
/// <param name="keys">Idempotency keys.</param>
internal sealed class ImageRequests(string pictures, IReadOnlyList<string> ids, IReadOnlyList<string> keys)
{
    private const string Route = "/api/v1/images/";
    private const string Boundary = "x-fuzz";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"];
    private static readonly string[] Inside = ["content", "retry", "source", "nothing", "%00", "..", "content/x"];
    private static readonly string[] Samples = ["rings.png", "rings.png?%ED%A0%80", "rings.png#%00", "nope", "%00"];
    private static readonly string[] Parts = ["file", "file", "file", "options", "other", "", "FILE", "fi\"le", "한글"];
    private static readonly byte[] Picture = Pictures.In("png", 8, 6);

    private static readonly byte[][] Files =
    [
        Picture, Picture, Pictures.In("gif", 4, 4), Pictures.In("webp", 4, 4), Picture[..20], [], [0xFF, 0xD8, 0xFF],
        "<svg/>"u8.ToArray(), "\0\0\0\u0018ftypheic"u8.ToArray(), "\0\0\0\u0018ftypavif"u8.ToArray(),
    ];

    private static readonly string[] FileTypes =
        ["image/png", "image/png", "image/jpeg", "", "text/html", "image/png; charset=nope", ";", "*/*", "ÿ"];

    private static readonly string[] FormTypes =
    [
        $"multipart/form-data; boundary={Boundary}", $"multipart/form-data; boundary={Boundary}",
        $"multipart/form-data; boundary={Boundary}", $"multipart/form-data; boundary=\"{Boundary}\"",
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        $"multipart/form-data; boundary={new string('b', 71)}", "multipart/form-data; boundary=ÿ",
        $"multipart/mixed; boundary={Boundary}", $"multipart/form-data; charset=utf-7; boundary={Boundary}",
    ];

    // Refused by their text: not one is asked for over the network.
    private static readonly string[] Urls =
    [
        "", " ", "http://", "http:///x", "//a/b", "x", "http://127.0.0.1:1/x", "http://[::1]/", "http://2130706433/",
        "http://0x7f.1/", "http://0177.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1%25eth0]/",
        "http://169.254.169.254/", "http://10.0.0.1/", "http://localhost/", "http://a.internal/", "http://a@b/c",
        "ftp://a/b", "file:///etc/passwd", "data:image/png;base64,AAAA", "javascript:1", "http:\\\\\\\\a\\\\b",
        "http://\\u0000/", "http://\\ud800/", "http://한글/", "http://%31/", "http://a:99999/", "http://a:/", "http://[",
        $"http://localhost/{new string('a', 2100)}",
    ];

    private static readonly string[] OptionNames =
    [
        "width", "height", "fit", "format", "quality", "rotate", "grayscale", "blur", "sharpen", "resize", "filter",
        "WIDTH", "watermark", "\\u0000", "\\ud800", "한글", "constructor", "",
    ];

    // No large picture among them: what is fuzzed is the service, not the processor.
    private static readonly string[] OptionValues =
    [
        "9", "1", "90", "\"jpeg\"", "\"png\"", "\"webp\"", "\"cover\"", "\"fill\"", "true", "false", "\"20x10\"",
        "{\"width\":7,\"fit\":\"fill\"}", "\"grayscale\"", "\"sepia\"", "0", "-1", "1.5", "1e400", "99999999999",
        "null", "[]", "{}", "{\"width\":{}}", "\"0x0\"", "\"x\"", "\"9999999999x1\"", "\"\\ud800\"", "NaN", "",
    ];

    /// <summary>A request about these tasks, or about nothing at all.</summary>
    public FuzzedRequest Next(Random random)
    {
        var id = random.Next(3) == 0 ? FuzzedText.Segment(random) : IdOf(random);
        var any = FuzzedText.Segment(random);
        var isUpload = false;
        var (usual, path, body) = random.Next(18) switch
        {
            0 or 1 => ("POST", Route + "process-sync", Json(Process(random))),
            2 or 3 => ("POST", Route + "process-async", Json(Process(random))),
            4 or 5 or 6 => ("POST", Route + "upload", Form(random, out isUpload)),
            7 or 8 => ("POST", Route + "batch", Json(Batch(random))),
            9 => ("GET", $"{Route}batch/{id}", []),
            10 => ("GET", Route + id, []),
            11 => ("GET", $"{Route}{id}/content", []),
            12 => ("POST", $"{Route}{id}/retry", []),
            13 => (random.Next(6) == 0 ? "DELETE" : "GET", Route + id, []),
            14 => ("GET", $"{Route}{id}/source", []),
            15 => ("POST", $"{Route}{id}/{FuzzedText.Pick(random, Inside)}", Json(FuzzedText.Value(random))),
            16 => ("GET", $"/leasehold/{any}/{FuzzedText.Segment(random)}", []),
            _ => ("GET", $"/{any}", (byte[])[]),
        };
        var method = random.Next(8) == 0 ? FuzzedText.Pick(random, Methods) : usual;
        var type = isUpload ? FuzzedText.Pick(random, FormTypes) : FuzzedText.ContentType(random);
        return new(
            method,
            path + FuzzedText.Query(random),
            FuzzedText.Body(random, body),
            [("Content-Type", type), .. FuzzedText.Headers(random, keys)]);
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    // As the service wrote it, or as other services' clients keep it.
    private string IdOf(Random random)
    {
        var id = FuzzedText.Pick(random, ids);
        return random.Next(3) switch
        {
            0 => $"{Guid.Parse(id):D}",
            1 => id.ToUpperInvariant(),
            _ => id,
        };
    }

    private string Process(Random random)
        => FuzzedText.Members(random, ("url", Url(random)), ("options", Options(random)));

    private string Batch(Random random)
    {
        var items = Enumerable.Range(0, random.Next(4))
            .Select(_ => random.Next(8) == 0 ? FuzzedText.Value(random) : Process(random));
        return FuzzedText.Members(
            random, ("items", random.Next(8) == 0 ? FuzzedText.Value(random) : $"[{string.Join(',', items)}]"));
    }

    private string Url(Random random) => random.Next(8) switch
    {
        0 => FuzzedText.Value(random),
        1 or 2 or 3 => $"\"{FuzzedText.Pick(random, Urls)}\"",
        4 => $"\"{pictures}/health\"",
        _ => $"\"{pictures}/samples/{FuzzedText.Pick(random, Samples)}\"",
    };

    private static string Options(Random random)
    {
        if (random.Next(6) == 0)
        {
            return FuzzedText.Value(random);
        }

        var members = Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(3) == 0
            ? $"\"{FuzzedText.Pick(random, OptionNames)}\":{FuzzedText.Pick(random, OptionValues)}"
            : "\"width\":9");
        return $"{{{string.Join(',', members)}}}";
    }

    private byte[] Form(Random random, out bool isUpload)
    {
        isUpload = random.Next(8) > 0;
        var form = new List<byte>();
        for (var n = random.Next(6) == 0 ? random.Next(12) : 1; n > 0; n--)
        {
            var name = FuzzedText.Pick(random, Parts);
            var content = name == "options"
                ? Json(random.Next(3) == 0 ? FuzzedText.Value(random) : Options(random))
                : FuzzedText.Pick(random, Files);
            form.AddRange(Json(
                $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{Name(random)}\"\r\n"
                + $"Content-Type: {FuzzedText.Pick(random, FileTypes)}\r\n\r\n"));
            form.AddRange(content);
            form.AddRange("\r\n"u8);
        }

        form.AddRange(Json($"--{Boundary}--\r\n"));
        return [.. form];
    }

    private string Name(Random random) => random.Next(2) == 0 ? pictures : FuzzedText.Segment(random);
}
