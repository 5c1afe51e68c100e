using Leasehold.Images.Fetching;
using Leasehold.Simulators.ImageProcessor.Faults;

namespace Leasehold.Simulators.ImageProcessor.Hosting;

/// <summary>The section <c>Processor</c> of the configuration.</summary>
internal sealed class ProcessorSettings
{
    public const string Section = "Processor";

    public const string DefaultUrl = "http://127.0.0.1:5092";

    /// <value>The folder of the results, created when missing. Default <c>data/processed</c>.</value>
    public string Results { get; set; } = "data/processed";

    /// <value>How long results are kept. Default 1 day; 1 min to 365 days.</value>
    public TimeSpan KeepResults { get; set; } = TimeSpan.FromDays(1);

    /// <value>The address by which its results are reached. Default the first address it listens on.</value>
    public Uri? PublicUrl { get; set; }

    /// <value>
    /// host:port pairs that pictures may come from although they are not public; its own address always is one.
    /// </value>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <value>Bytes of a picture, 1 KiB to 100 MiB. Default 20 MiB.</value>
    public int MaxBytes { get; set; } = 20 * 1024 * 1024;

    /// <value>Pixels of a picture or result, 1 to 100 million. Default 25 million.</value>
    public long MaxPixels { get; set; } = 25_000_000;

    /// <value>Frames or pages of a picture, 1 to 1,000. Default 100; only the first is processed.</value>
    public int MaxFrames { get; set; } = 100;

    /// <value>Bounds a download as a whole, redirects included. Default 20 s; 100 ms to 10 min.</value>
    public TimeSpan DownloadTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <value>Bounds decoding, transforming and encoding. Default 20 s; 100 ms to 10 min.</value>
    public TimeSpan PixelTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <value>
    /// Memory of one decoding process in bytes, held to by the system on Linux. Default 1 GiB; 256 MiB to 64 GiB.
    /// </value>
    public long PixelMemory { get; set; } = 1024L * 1024 * 1024;

    /// <value>Pictures decoded at a time, 1 to 64. Default the number of processors.</value>
    public int Concurrency { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, 64);

    /// <value>Pictures that may wait for their turn, 0 to 100,000; above it 503. Default 10,000.</value>
    public int MaxWaiting { get; set; } = 10_000;

    /// <value>The faults in force from the start. Default none.</value>
    public FaultSettings Faults { get; set; } = new();

    /// <summary>What <see cref="AllowedHosts"/> says, together with the own addresses.</summary>
    public AllowedHosts Hosts { get; private set; } = Images.Fetching.AllowedHosts.None;

    /// <exception cref="ProcessorStartException">A setting is unknown, unreadable or out of its range.</exception>
    public static ProcessorSettings Read(IConfiguration configuration)
    {
        var settings = Bind(configuration);
        var broken = settings.Broken().ToList();
        if (!Images.Fetching.AllowedHosts.TryRead(settings.AllowedHosts, out var hosts, out var faulty))
        {
            broken.Add($"Processor:AllowedHosts: '{faulty}' is not host:port.");
        }

        settings.Hosts = hosts;
        return broken.Count == 0
            ? settings : throw new ProcessorStartException(string.Join(Environment.NewLine, broken));
    }

    /// <summary>Once it listens: its own pictures may be processed too.</summary>
    public void AllowOwn(IEnumerable<string> urls)
        => Hosts = Images.Fetching.AllowedHosts.TryRead(
            [.. AllowedHosts, .. urls.Select(static url => new Uri(url).Authority)], out var hosts, out _)
            ? hosts
            : Hosts;

    /// <summary>Where to listen: <c>--urls</c>, separated by semicolons.</summary>
    public static IReadOnlyList<string> ReadUrls(IConfiguration configuration)
    {
        var urls = (configuration["urls"] ?? DefaultUrl)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in urls)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not "http")
            {
                throw new ProcessorStartException($"urls: '{url}' is not an address such as {DefaultUrl}.");
            }
        }

        return urls.Length > 0 ? urls : throw new ProcessorStartException("urls is empty.");
    }

    private static ProcessorSettings Bind(IConfiguration configuration)
    {
        try
        {
            // A misspelt fault that is silently not injected would make a green test worthless.
            return configuration.GetSection(Section)
                .Get<ProcessorSettings>(options => options.ErrorOnUnknownConfiguration = true)
                ?? new ProcessorSettings();
        }
        catch (InvalidOperationException problem)
        {
            throw new ProcessorStartException($"Section {Section}: {problem.Message}");
        }
    }

    private IEnumerable<string> Broken()
        => Limits()
            .Where(static limit => !limit.IsKept)
            .Select(static limit => $"Processor:{limit.Name} is out of its range: {limit.Range}.")
            .Concat(FaultSettingsCheck.Broken(Faults)
                .Select(static rule => $"Processor:Faults:{rule.Path} {rule.Rule}."));

    private IEnumerable<(string Name, bool IsKept, string Range)> Limits() =>
    [
        (nameof(Results), !string.IsNullOrWhiteSpace(Results), "a folder"),
        (nameof(KeepResults),
            KeepResults >= TimeSpan.FromMinutes(1) && KeepResults.TotalDays <= 365,
            "1 min to 365 days"),
        (nameof(PublicUrl), PublicUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, "an http address"),
        (nameof(MaxBytes), MaxBytes is >= 1024 and <= 100 * 1024 * 1024, "1 KiB to 100 MiB"),
        (nameof(MaxPixels), MaxPixels is >= 1 and <= 100_000_000, "1 to 100 million"),
        (nameof(MaxFrames), MaxFrames is >= 1 and <= 1000, "1 to 1,000"),
        (nameof(DownloadTimeout), IsBound(DownloadTimeout), "100 ms to 10 min"),
        (nameof(PixelTimeout), IsBound(PixelTimeout), "100 ms to 10 min"),
        (nameof(PixelMemory), PixelMemory is >= 256L << 20 and <= 64L << 30, "256 MiB to 64 GiB"),
        (nameof(Concurrency), Concurrency is >= 1 and <= 64, "1 to 64"),
        (nameof(MaxWaiting), MaxWaiting is >= 0 and <= 100_000, "0 to 100,000"),
    ];

    private static bool IsBound(TimeSpan value) => value.TotalMilliseconds >= 100 && value.TotalMinutes <= 10;
}
