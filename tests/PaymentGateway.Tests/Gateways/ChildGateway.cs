using Leasehold.LocalServers.Processes;

namespace Leasehold.Simulators.PaymentGateway.Tests.Gateways;

/// <summary>A gateway in a process of its own, to be killed.</summary>
internal sealed class ChildGateway : IAsyncDisposable
{
    private const string Listening = "listening on ";
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);

    private ChildGateway(ChildProcess process, string url)
    {
        Process = process;
        Client = new GatewayClient(url);
    }

    public ChildProcess Process { get; }

    public GatewayClient Client { get; }

    public static async Task<ChildGateway> StartAsync(string ledger, params string[] settings)
    {
        var process = Start(RunningGateway.Arguments(ledger, settings));
        var line = await process.WaitForLineAsync(Listening, StartBound);
        var url = line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..];
        return new ChildGateway(process, url);
    }

    public static ChildProcess Start(params string[] arguments) => ChildProcess.StartDotnet(
        Path.Combine(AppContext.BaseDirectory, "PaymentGateway.dll"), arguments);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
    }
}
