using System.Globalization;
using System.Text.Json;
using Leasehold.LocalServers.Network;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Repository;

namespace Leasehold.CrashLab.Tests.Instances;

/// <summary>One process of the payment service.</summary>
internal sealed class PaymentInstance : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);

    // One that is frozen or hangs must not hold up who looks.
    private static readonly HttpClient Looking = new() { Timeout = TimeSpan.FromSeconds(1) };

    private readonly ChildProcess _process;

    private PaymentInstance(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public bool HasExited => _process.HasExited;

    public string Output => _process.Output;

    /// <summary>Starts one and waits until it serves, or has died of its fault.</summary>
    /// <param name="settings">Its database and gateway, and what differs from the lab's bounds.</param>
    /// <param name="faults">What is to go wrong in it; null for nothing.</param>
    public static async Task<PaymentInstance> StartAsync(
        IEnumerable<string> settings, IReadOnlyList<FaultPlan>? faults = null)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        var process = ChildProcess.StartDotnet(
            BuildOutput.AssemblyOf("Leasehold.CrashLab.Host"),
            [
                faults is null ? "" : string.Join(';', faults), // the host's own argument; the service gets the rest
                "--environment=Development",
                $"--urls={address}",
                "--Logging:LogLevel:Default=Warning",
                "--Logging:LogLevel:Leasehold.Durable=Information",
                "--Leasehold:Pools:Api:Size=6",
                "--Leasehold:Pools:Api:MaxOverflow=0",
                "--Leasehold:Pools:Background:Size=4",
                "--Leasehold:Pools:Background:MaxOverflow=0",
                "--Leasehold:Pools:Batch:Size=1",
                .. LabTimes.Settings,
                .. settings,
            ],
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                // Many short-lived processes: compiling twice is more than half of what each costs.
                ["DOTNET_TieredPGO"] = "0",
            });
        var instance = new PaymentInstance(process, address);
        try
        {
            await process.WaitForHealthyAsync(new Uri(address, "/health"), StartBound);
        }
        catch (InvalidOperationException) when (faults?.Any(static fault => fault.Action == FaultPlan.Kill) == true)
        {
            // It struck before the service was up.
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }

        return instance;
    }

    public Task KillAsync() => _process.KillAsync();

    public Task<int> TerminateAsync() => _process.TerminateAsync(TimeSpan.FromSeconds(20));

    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    /// <summary>Waits until it says that its fault has struck.</summary>
    public Task WaitForFaultAsync(TimeSpan bound) => _process.WaitForLineAsync("leasehold-fault", bound);

    /// <summary>Leases that wait for an outbound call, which no stage may do; null when it does not answer.</summary>
    public async Task<IReadOnlyList<string>?> HeldAcrossCallsAsync()
        => await SnapshotAsync() is not { } snapshot
            ? null
            : [
                .. Pools(snapshot).SelectMany(static pool => pool.GetProperty("holders").EnumerateArray())
                    .Where(static holder => holder.GetProperty("activity").GetString() == "external_call")
                    .Select(static holder => holder.ToString()),
            ];

    /// <summary>How many leases are out; null when it does not answer.</summary>
    public async Task<int?> LeasedNowAsync()
        => await SnapshotAsync() is { } snapshot
            ? Pools(snapshot).Sum(static pool =>
                pool.GetProperty("in_use").GetInt32() + pool.GetProperty("overflow_in_use").GetInt32())
            : null;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static IEnumerable<JsonElement> Pools(JsonElement snapshot)
        => snapshot.GetProperty("databases").EnumerateArray()
            .SelectMany(static database => database.GetProperty("pools").EnumerateArray());

    private async Task<JsonElement?> SnapshotAsync()
    {
        try
        {
            using var answer = await Looking.GetAsync(new Uri(Address, "/leasehold/snapshot"));
            return answer.IsSuccessStatusCode
                ? JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone()
                : null;
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }
}
