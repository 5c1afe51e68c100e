using Leasehold.Simulators.PaymentGateway.Faults;

namespace Leasehold.Simulators.PaymentGateway.Hosting;

/// <summary>The section <c>Gateway</c> of the configuration.</summary>
internal sealed class GatewaySettings
{
    public const string Section = "Gateway";

    /// <summary>What a key is called where the services read it too.</summary>
    public const string KeySetting = "PAYMENT_GATEWAY_KEY";

    public const string DevelopmentKey = "dev-gateway-key";

    public const string DefaultUrl = "http://127.0.0.1:5091";

    /// <value>Path of the ledger's SQLite file, created when missing. Default <c>data/gateway.db</c>.</value>
    public string Ledger { get; set; } = "data/gateway.db";

    /// <value>Short for <c>Faults:LookupDelayMs</c>, in milliseconds. Default none.</value>
    public int? LookupDelayMs { get; set; }

    /// <value>The faults in force from the start. Default none.</value>
    public FaultSettings Faults { get; set; } = new();

    /// <exception cref="GatewayStartException">A setting is unknown, unreadable or out of its range.</exception>
    public static GatewaySettings Read(IConfiguration configuration)
    {
        var settings = Bind(configuration);
        if (settings.LookupDelayMs is { } delay)
        {
            settings.Faults.LookupDelayMs = delay;
        }

        if (string.IsNullOrWhiteSpace(settings.Ledger))
        {
            throw new GatewayStartException("Gateway:Ledger must name a file.");
        }

        var broken = FaultSettingsCheck.Broken(settings.Faults)
            .Select(rule => $"Gateway:Faults:{rule.Path} {rule.Rule}.")
            .ToList();
        return broken.Count == 0
            ? settings
            : throw new GatewayStartException(string.Join(Environment.NewLine, broken));
    }

    /// <summary>The bearer key: unset means the development key, empty is a mistake.</summary>
    public static string ReadKey(IConfiguration configuration)
    {
        var key = configuration[KeySetting] ?? DevelopmentKey;
        return string.IsNullOrWhiteSpace(key)
            ? throw new GatewayStartException($"{KeySetting} is empty: unset it for the development key, or set one.")
            : key;
    }

    /// <summary>Where to listen: <c>--urls</c>, separated by semicolons.</summary>
    public static IReadOnlyList<string> ReadUrls(IConfiguration configuration)
    {
        var urls = (configuration["urls"] ?? DefaultUrl)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in urls)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) ||
                !string.Equals(uri.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal))
            {
                throw new GatewayStartException($"urls: '{url}' is not an address such as {DefaultUrl}.");
            }
        }

        return urls.Length > 0 ? urls : throw new GatewayStartException("urls is empty.");
    }

    private static GatewaySettings Bind(IConfiguration configuration)
    {
        try
        {
            // A misspelt fault that is silently not injected would make a green crash test worthless.
            return configuration.GetSection(Section)
                .Get<GatewaySettings>(options => options.ErrorOnUnknownConfiguration = true) ?? new GatewaySettings();
        }
        catch (InvalidOperationException problem)
        {
            throw new GatewayStartException($"Section {Section}: {problem.Message}");
        }
    }
}
