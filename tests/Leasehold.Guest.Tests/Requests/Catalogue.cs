using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Leasehold.Guest.Tests.Host;

namespace Leasehold.Guest.Tests.Requests;

/// <summary>What the shop is asked, in this order: a rate limit remembers.</summary>
internal static class Catalogue
{
    private const int Megabyte = 1024 * 1024;

    private static readonly (string, string)[] Web = [("Origin", ShopServices.Origin)];
    private static readonly (string, string)[] Evil = [("Origin", "https://evil.example")];

    public static IReadOnlyList<Exchange> All { get; } =
    [
        .. Callers(), .. CrossOrigin(), .. Bodies(), .. Uploads(), .. Bounds(), .. Faults(), .. Files(), .. Others(),
    ];

    private static IEnumerable<Exchange> Callers()
    {
        foreach (var caller in Enum.GetValues<Caller>())
        {
            yield return Get("/me", caller: caller);
            yield return Get("/ops/report", caller: caller);
            yield return Get("/open", caller: caller);
        }

        yield return Get("/readyz");
        yield return Get("/readyz", caller: Caller.TokenCustomer);
        yield return Get("/healthz");
        yield return Get("/seen");
        yield return Get("/seen", [("X-Forwarded-For", "203.0.113.7")]);
        yield return Get("/seen", [("Host", "shop.example")]);
        yield return Post("/login", () => Form("user=dora"));
        yield return Post("/logout", null, Caller.CookieCustomer);
        yield return Post("/open", null, Caller.TokenCustomer);
        yield return Post("/api/orders/7", null, Caller.CookieCustomer);
        yield return Post("/api/echo", static () => Text("<a/>", "text/xml"), Caller.TokenCustomer);
        yield return Get("/no/such", caller: Caller.TokenCustomer);
        yield return Post("/logout", null);
    }

    private static IEnumerable<Exchange> CrossOrigin() =>
    [
        Of(HttpMethod.Options, "/api/orders/1", [.. Web, ("Access-Control-Request-Method", "PUT")]),
        Of(HttpMethod.Options, "/api/orders/1", [.. Web, ("Access-Control-Request-Method", "DELETE")]),
        Of(HttpMethod.Options, "/me", [.. Web, ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", "X-Shop")]),
        Of(HttpMethod.Options, "/me", [.. Evil, ("Access-Control-Request-Method", "GET")]),
        Of(HttpMethod.Options, "/no/such", [.. Web, ("Access-Control-Request-Method", "GET")]),
        Of(HttpMethod.Options, "/open", []),
        Get("/open", Web),
        Get("/open", Evil),
        Get("/me", Web),
        Get("/fail/unexpected", Web),
    ];

    private static IEnumerable<Exchange> Bodies()
    {
        (string Name, string Json)[] bodies =
        [
            ("plain", """{"number":"1","count":2,"day":"Friday"}"""),
            ("unknown member", """{"number":"1","more":true}"""),
            ("member twice", """{"number":"1","number":"2"}"""),
            ("missing member", """{"count":2}"""),
            ("wrong kind", """{"number":1}"""),
            ("unknown day", """{"number":"1","day":"Someday"}"""),
            ("malformed", """{"number":"""),
            ("empty", ""),
            ("null", "null"),
            ("trailing comma", """{"number":"1",}"""),
            ("out of range", """{"number":"1","count":1000}"""),
        ];
        foreach (var (name, json) in bodies)
        {
            yield return Post("/api/echo", () => Json(json), name: name);
            yield return Post("/mvc/orders", () => Json(json), name: name);
        }

        foreach (var depth in (int[])[20, 40, 59, 70])
        {
            var json = new string('[', depth) + new string(']', depth);
            yield return Post("/api/json", () => Json(json), name: $"depth {depth}");
            yield return Post(
                "/api/echo", () => Json($$"""{"number":"1","anything":{{json}}}"""), name: $"depth {depth}");
        }

        yield return Post("/api/echo", () => Text("number=1", "application/x-www-form-urlencoded"), name: "form");
        yield return Post("/api/echo", () => Text("<a/>", "text/xml"), name: "xml");
        yield return Post("/api/echo", null, name: "no body");
    }

    private static IEnumerable<Exchange> Uploads() =>
    [
        Post("/api/upload", static () => Bytes(5 * Megabyte), name: "5 MB"),
        Post("/api/upload", static () => Bytes(100 * 1024), name: "100 KB"),
        Post("/api/json", static () => Json($"\"{new string('x', 100 * 1024)}\""), name: "100 KB of JSON"),
        Of(HttpMethod.Post, "/api/upload", [("Transfer-Encoding", "chunked")],
            static () => Bytes(5 * Megabyte), name: "5 MB in chunks"),
        Post("/api/form", static () => new MultipartFormDataContent("border")
        {
            { Bytes(5 * Megabyte), "file", "picture.png" },
        }, name: "5 MB in a form"),
        Post("/api/form", static () => Form("file=none"), name: "no file"),
        Post("/api/small", static () => Json($$"""{"number":"1","anything":"{{new string('x', 2_000)}}"}""")),
        Post("/api/small", static () => Json("""{"number":"1"}""")),
    ];

    private static IEnumerable<Exchange> Bounds() =>
    [
        Get("/api/headers", [("X-Many", new string('x', 20 * 1024))]),
        Get("/api/headers", [.. Enumerable.Range(0, 60).Select(static i => ($"X-Many-{i}", "x"))]),
        Get("/api/headers", [.. Enumerable.Range(0, 120).Select(static i => ($"X-Many-{i}", "x"))]),
        Get("/api/headers", [("X-Many", new string('x', 40 * 1024))]),
        Get("/open?" + new string('q', 6_000)),
        Get("/open?" + new string('q', 10_000)),
    ];

    private static IEnumerable<Exchange> Faults()
    {
        foreach (var accept in (string[])["*/*", "application/json", "text/html", "text/csv"])
        {
            yield return Get("/fail/unexpected", [("Accept", accept)]);
            yield return Get("/no/such", [("Accept", accept)]);
        }

        foreach (var path in (string[])["refused", "bad", "timeout", "cancelled", "io", "half", "problem",
            "validation", "status/400", "status/404", "status/503", "body/404", "body/500"])
        {
            yield return Get($"/fail/{path}");
        }

        foreach (var path in (string[])["1", "none", "broken", "problem"])
        {
            yield return Get($"/mvc/orders/{path}");
        }
    }

    private static IEnumerable<Exchange> Files() =>
    [
        Get("/static/hello.txt"),
        Get("/static/hello.txt", [("Range", "bytes=5-20")]),
        Get("/static/hello.txt", [("Range", "bytes=99999-")]),
        Get("/static/hello.txt", [("If-Modified-Since", "Fri, 02 Jan 2026 03:04:05 GMT")]),
        Of(HttpMethod.Head, "/static/hello.txt", []),
        Of(HttpMethod.Post, "/static/hello.txt", []),
        Get("/static/none.txt"),
        Get("/static/..%2fweb"),
    ];

    private static IEnumerable<Exchange> Others() =>
    [
        Get("/api/orders?size=3"), Get("/api/orders?size=many"), Get("/api/orders"),
        Of(HttpMethod.Put, "/api/orders/7", []), Of(HttpMethod.Put, "/api/orders/seven", []),
        Of(HttpMethod.Delete, "/api/orders/7", []), Of(HttpMethod.Head, "/open", []),
        Of(HttpMethod.Trace, "/open", []), Of(new HttpMethod("BREW"), "/open", []),
        Get("/api/stream"), Get("/api/file"), Get("/api/redirect"), Get("/api/cookie"), Get("/api/nothing"),
        Get("/openapi/v1.json"), Get("/"), Get("/OPEN"), Get("/open/"),
        Get("/limited"), Get("/limited"), Get("/limited"),
    ];

    private static Exchange Get(
        string path, IReadOnlyList<(string, string)>? headers = null, Caller caller = Caller.Anonymous)
        => Of(HttpMethod.Get, path, headers ?? [], caller: caller);

    private static Exchange Post(
        string path, Func<HttpContent>? body, Caller caller = Caller.Anonymous, string name = "")
        => Of(HttpMethod.Post, path, [], body, caller, name);

    private static Exchange Of(
        HttpMethod method,
        string path,
        IReadOnlyList<(string Name, string Value)> headers,
        Func<HttpContent>? body = null,
        Caller caller = Caller.Anonymous,
        string name = "") => new(
            string.Create(CultureInfo.InvariantCulture,
                $"{method} {Short(path)} {caller} {name} {Short(string.Join(' ', headers))}"),
            caller, method, path, headers, body);

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static StringContent Json(string text) => Text(text, "application/json");

    private static StringContent Form(string text) => Text(text, "application/x-www-form-urlencoded");

    private static StringContent Text(string text, string mediaType) => new(text, Encoding.UTF8, mediaType);

    private static ByteArrayContent Bytes(int count)
    {
        var content = new ByteArrayContent(new byte[count]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }
}
