using System.Buffers;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Turns configured keys into usable ones, and says what is wrong with the others.</summary>
internal static class KeyReader
{
    private const int HashBytes = 32;
    private const int MaxNameLength = 50;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static IReadOnlyList<KeyEntry> Read(CallerOptions options, ICollection<string> faults)
    {
        var entries = new List<KeyEntry>(options.Keys.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Keys.Count; i++)
        {
            var key = options.Keys[i];
            var hash = ReadHash(key.Hash);
            var fault = FaultOf(key, hash)
                ?? (names.Add(key.Name) ? null : "Name is used twice.")
                ?? (entries.Exists(e => e.Hash.AsSpan().SequenceEqual(hash)) ? "Hash is used twice." : null);
            if (fault is null)
            {
                entries.Add(KeyEntry.Of(key, hash!));
            }
            else
            {
                faults.Add($"Leasehold:Keys:{i}:{fault}");
            }
        }

        return entries;
    }

    public static bool IsName(string? name)
        => name is { Length: >= 1 and <= MaxNameLength } && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    // No value is repeated in a message: the plain key may stand where its hash belongs.
    private static string? FaultOf(ApiKeyOptions key, byte[]? hash)
    {
        if (!IsName(key.Name))
        {
            return "Name must be 1 to 50 of A-Z a-z 0-9 - _ .";
        }

        if (!IsName(key.Tenant))
        {
            return "Tenant must be 1 to 50 of A-Z a-z 0-9 - _ .";
        }

        if (hash is null)
        {
            return "Hash must be the SHA-256 of the key, 64 hexadecimal or 44 Base64 characters; never the key itself.";
        }

        return key.Roles.Any(static role => !IsName(role))
            ? "Roles must be names of 1 to 50 of A-Z a-z 0-9 - _ ."
            : null;
    }

    private static byte[]? ReadHash(string? text)
    {
        var hash = new byte[HashBytes];
        return text?.Length switch
        {
            2 * HashBytes => Convert.FromHexString(text, hash, out _, out _) == OperationStatus.Done ? hash : null,
            44 => Convert.TryFromBase64String(text, hash, out var read) && read == HashBytes ? hash : null,
            _ => null,
        };
    }
}
