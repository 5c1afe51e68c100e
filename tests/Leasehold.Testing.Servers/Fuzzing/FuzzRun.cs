using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Leasehold.Testing.Servers.Fuzzing;

/// <summary>Requests of one seed, several at once, and what came back.</summary>
/// <remarks>
/// <c>LEASEHOLD_FUZZ_REQUESTS</c> sets how many there are, <c>LEASEHOLD_FUZZ_SEED</c> picks others.
/// </remarks>
/// <param name="requests">How many, unless the environment says otherwise.</param>
public sealed class FuzzRun(int requests)
{
    private const int DefaultSeed = 20_261_130;
    private const int AtOnce = 8;
    private const int ShownFaults = 10;

    /// <summary>What hangs does not come back at all; a busy machine alone is slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private long _slowest;

    /// <summary>Which requests.</summary>
    public int Seed { get; } = Number("LEASEHOLD_FUZZ_SEED", DefaultSeed);

    /// <summary>How many of them.</summary>
    public int Count { get; } = Number("LEASEHOLD_FUZZ_REQUESTS", requests);

    /// <summary>Whose answer was 500 or none, each with what sends it again; empty when there is none.</summary>
    public string Faults => string.Join('\n', _faults.Take(ShownFaults));

    /// <summary>The statuses that came, each with how often.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <summary>Idempotency keys of this seed.</summary>
    /// <param name="count">How many.</param>
    public IReadOnlyList<string> Keys(int count) => [.. Enumerable.Range(0, count).Select(n => $"fuzz-{Seed}-{n}")];

    /// <summary>Sends them all.</summary>
    /// <param name="service">The address of the service.</param>
    /// <param name="next">Makes a request.</param>
    public async Task SendAsync(Uri service, Func<Random, FuzzedRequest> next)
    {
        // A header of any bytes is to arrive, and not to be refused by the client.
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        };
        using var http = new HttpClient(handler) { BaseAddress = service, Timeout = Patience * 2 };
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) =>
        {
            // Seeds lie far apart: with a small factor the next seed would send nearly the same requests.
            var request = next(new Random(unchecked((Seed * 1_000_003) + n)));
            var startedAt = TimeProvider.System.GetTimestamp();
            var status = await SendAsync(http, request);
            NoteTime(TimeProvider.System.GetElapsedTime(startedAt).Ticks);
            _statuses.AddOrUpdate(status, 1, static (_, known) => known + 1);
            if (status is 500 or < 0)
            {
                _faults.Enqueue($"seed {Seed}, request {n}: {status} {request}");
            }
        });
    }

    /// <inheritdoc/>
    public override string ToString()
        => $"seed {Seed}: {Count} requests, the slowest {TimeSpan.FromTicks(_slowest).TotalSeconds:0.0} s, "
            + string.Join(", ", _statuses.OrderBy(static s => s.Key).Select(static s => $"{s.Key}: {s.Value}"));

    /// <summary>-1 for one that hangs; 0 where the service hung up, as it may on what is no HTTP.</summary>
    private static async Task<int> SendAsync(HttpClient http, FuzzedRequest fuzzed)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var request = fuzzed.ToMessage(http.BaseAddress!);
        try
        {
            using var answer = await http.SendAsync(request, patience.Token);
            return (int)answer.StatusCode;
        }
        catch (OperationCanceledException)
        {
            return -1;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private static int Number(string variable, int otherwise)
        => int.TryParse(
            Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) ? number : otherwise;

    private void NoteTime(long ticks)
    {
        var slowest = Volatile.Read(ref _slowest);
        while (ticks > slowest)
        {
            var before = Interlocked.CompareExchange(ref _slowest, ticks, slowest);
            if (before == slowest)
            {
                return;
            }

            slowest = before;
        }
    }
}
