using Leasehold.Testing.Servers.Network;
using Leasehold.Testing.Servers.Processes;

namespace Leasehold.Testing.Servers.Databases;

/// <summary>What private servers have in common: a temporary folder, a port, a process, and its end.</summary>
/// <remarks>Not thread-safe: one test stops and starts a server at a time.</remarks>
public abstract class DatabaseServer : IDatabaseServer
{
    private const int StartAttempts = 3;
    private static readonly TimeSpan QuickStopBound = TimeSpan.FromSeconds(3);
    private readonly ServerFolder _folder;
    private ChildProcess? _process;

    private protected DatabaseServer(ServerFolder folder, DatabaseServerOptions options)
    {
        _folder = folder;
        Options = options;
        Port = FreePort.Next();
    }

    /// <inheritdoc/>
    public int Port { get; private set; }

    /// <inheritdoc/>
    public abstract string ConnectionString { get; }

    /// <summary>The server's process id; null when it is stopped.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>The last lines of the server's log; empty when it is stopped.</summary>
    public string Log => _process?.Output ?? string.Empty;

    /// <summary>The settings it was started with.</summary>
    protected DatabaseServerOptions Options { get; }

    private protected string FolderPath => _folder.Path;

    /// <summary>What the server prints when it takes connections.</summary>
    private protected abstract string ReadyLine { get; }

    /// <summary>What the server prints when its port is taken.</summary>
    private protected abstract string PortTakenLine { get; }

    /// <summary>The signal that asks for an orderly end without waiting for clients.</summary>
    private protected abstract Signal OrderlyStop { get; }

    /// <summary>The signal for the fastest end after which the server has collected its own children.</summary>
    private protected abstract Signal QuickStop { get; }

    /// <inheritdoc/>
    public abstract Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task DropDatabaseAsync(string connectionString, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task<int> KillSessionsAsync(
        string connectionString, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task<int> KillSessionsAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_process is { HasExited: false })
        {
            throw new InvalidOperationException("The server runs already.");
        }

        await DisposeProcessAsync();
        _process = ChildProcess.Start(Command());
        await _process.WaitForLineAsync(ReadyLine, Options.StartTimeout, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StopAsync(StopMode mode = StopMode.Orderly, CancellationToken cancellationToken = default)
    {
        if (_process is not { } process)
        {
            return;
        }

        // Its children too, or PostgreSQL's next start finds the shared memory still in use.
        var children = ProcessTree.ChildrenOf(process.Id);
        if (mode == StopMode.Orderly
            && await EndedAsync(process, OrderlyStop, Options.StopTimeout, cancellationToken))
        {
            await DisposeProcessAsync();
            return;
        }

        process.Send(Signal.Kill);
        foreach (var child in children)
        {
            PosixSignals.Send(child, Signal.Kill);
        }

        await DisposeProcessAsync();
    }

    /// <inheritdoc/>
    public async Task RestartAsync(StopMode mode = StopMode.Orderly, CancellationToken cancellationToken = default)
    {
        await StopAsync(mode, cancellationToken);
        await StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Freeze() => SendToAll(Signal.Stop);

    /// <inheritdoc/>
    public void Thaw() => SendToAll(Signal.Continue);

    /// <summary>Ends the server at once and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_process is { } process && await EndedAsync(process, QuickStop, QuickStopBound, CancellationToken.None))
        {
            await DisposeProcessAsync();
        }

        await StopAsync(StopMode.Kill);
        _folder.Dispose();
    }

    private protected abstract ChildProcessOptions Command();

    /// <summary>The first start: the port may have been taken since it was found, then the next one is tried.</summary>
    private protected async Task FirstStartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StartAsync(cancellationToken);
                return;
            }
            catch (InvalidOperationException) when (attempt < StartAttempts && Log.Contains(PortTakenLine))
            {
                Port = FreePort.Next();
            }
            catch
            {
                await DisposeAsync();
                throw;
            }
        }
    }

    private static async Task<bool> EndedAsync(
        ChildProcess process, Signal signal, TimeSpan timeout, CancellationToken cancellationToken)
    {
        process.Send(signal);
        try
        {
            await process.WaitForExitAsync(timeout, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void SendToAll(Signal signal)
    {
        if (_process is not { HasExited: false } process)
        {
            throw new InvalidOperationException("The server is stopped.");
        }

        process.Send(signal);
        foreach (var child in ProcessTree.ChildrenOf(process.Id))
        {
            PosixSignals.Send(child, signal);
        }
    }

    private async ValueTask DisposeProcessAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }
}
