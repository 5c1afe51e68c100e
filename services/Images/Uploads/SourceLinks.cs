using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Uploads;

/// <summary>
/// Addresses by which the processor fetches an upload: signed instead of keyed, and good for a short time only.
/// </summary>
internal sealed class SourceLinks(IServer server, IOptions<ImagesOptions> options, TimeProvider time)
{
    /// <summary>Longer than any request to the processor.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly byte[] _key = options.Value.SourceKey.Length > 0
        ? Encoding.UTF8.GetBytes(options.Value.SourceKey)
        : RandomNumberGenerator.GetBytes(32);

    public string For(string taskId)
    {
        var expires = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{Address()}/api/v1/images/{taskId}/source?expires={expires}&signature={Sign(taskId, expires)}";
    }

    public bool IsGood(string taskId, string? expires, string? signature)
        => long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && signature is not null
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(taskId, expires!)))
            && until >= time.GetUtcNow().ToUnixTimeSeconds();

    private string Sign(string taskId, string expires)
        => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"source.{taskId}.{expires}")));

    private string Address()
    {
        if (options.Value.PublicUrl is { } configured)
        {
            return configured.AbsoluteUri.TrimEnd('/');
        }

        var first = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The service listens nowhere yet, and Images:PublicUrl is not set.");

        // "Every address" is no address to connect to.
        return first.TrimEnd('/')
            .Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal)
            .Replace("//[::]:", "//127.0.0.1:", StringComparison.Ordinal)
            .Replace("//+:", "//127.0.0.1:", StringComparison.Ordinal)
            .Replace("//*:", "//127.0.0.1:", StringComparison.Ordinal);
    }
}
