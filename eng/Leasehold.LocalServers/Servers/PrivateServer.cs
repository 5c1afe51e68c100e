using Leasehold.LocalServers.Network;
using Leasehold.LocalServers.Processes;

namespace Leasehold.LocalServers.Servers;

/// <summary>What private servers have in common: a folder, a loopback port, a process, and its end.</summary>
/// <remarks>Not thread-safe: one caller stops and starts a server at a time.</remarks>
public abstract class PrivateServer : IAsyncDisposable
{
    private const int StartAttempts = 3;
    private static readonly TimeSpan QuickStopBound = TimeSpan.FromSeconds(3);
    private readonly ServerFolder _folder;
    private readonly PrivateServerOptions _options;
    private ChildProcess? _process;

    private protected PrivateServer(ServerFolder folder, PrivateServerOptions options)
    {
        _folder = folder;
        _options = options;
        Port = FreePort.Next();
    }

    /// <summary>The loopback port.</summary>
    public int Port { get; private set; }

    /// <summary>The server's process id; null when it is stopped.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>The last lines of the server's log; empty when it is stopped.</summary>
    public string Log => _process?.Output ?? string.Empty;

    private protected ServerFolder Folder => _folder;

    private protected bool OwnSession => _options.OwnSession;

    /// <summary>What the server prints when it takes connections; see <see cref="WaitUntilReadyAsync"/>.</summary>
    private protected abstract string ReadyLine { get; }

    /// <summary>What the server prints when its port is taken.</summary>
    private protected virtual string PortTakenLine => "Address already in use";

    /// <summary>The signal that asks for an orderly end without waiting for clients.</summary>
    private protected virtual Signal OrderlyStop => Signal.Terminate;

    /// <summary>The signal for the fastest end after which the server has collected its own children.</summary>
    private protected virtual Signal QuickStop => Signal.Kill;

    /// <summary>Starts the stopped server on the same port and data, and waits until it takes connections.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_process is { HasExited: false })
        {
            throw new InvalidOperationException("The server runs already.");
        }

        await DisposeProcessAsync();

        _process = ChildProcess.Start(await CommandAsync(cancellationToken) with { OwnSession = OwnSession });
        await WaitUntilReadyAsync(_process, _options.StartTimeout, cancellationToken);
    }

    /// <summary>Stops the server and waits until its processes are gone.</summary>
    public async Task StopAsync(StopMode mode = StopMode.Orderly, CancellationToken cancellationToken = default)
    {
        if (_process is not { } process)
        {
            return;
        }

        // Its children too, or PostgreSQL's next start finds the shared memory still in use.
        var children = ProcessTree.ChildrenOf(process.Id);
        if (mode == StopMode.Orderly
            && await EndedAsync(process, OrderlyStop, _options.StopTimeout, cancellationToken))
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

    /// <summary>Stops and starts.</summary>
    public async Task RestartAsync(StopMode mode = StopMode.Orderly, CancellationToken cancellationToken = default)
    {
        await StopAsync(mode, cancellationToken);
        await StartAsync(cancellationToken);
    }

    /// <summary>SIGSTOP to every process of the server: connections hang, nothing is refused.</summary>
    public void Freeze() => SendToAll(Signal.Stop);

    /// <summary>Lets a frozen server go on.</summary>
    public void Thaw() => SendToAll(Signal.Continue);

    /// <summary>Ends the server, and removes its folder unless that is kept.</summary>
    /// <remarks>At once; orderly only when the folder is kept, since nobody reads the others again.</remarks>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_folder.IsKept)
        {
            await StopAsync();
        }
        else if (_process is { } process
            && await EndedAsync(process, QuickStop, QuickStopBound, CancellationToken.None))
        {
            await DisposeProcessAsync();
        }

        await StopAsync(StopMode.Kill);
        await DisposeCompanionAsync();
        _folder.Dispose();
    }

    /// <summary>Waits until the started server takes connections; a server that prints nothing is asked.</summary>
    private protected virtual Task WaitUntilReadyAsync(
        ChildProcess process, TimeSpan timeout, CancellationToken cancellationToken) =>
        process.WaitForLineAsync(ReadyLine, timeout, cancellationToken);

    /// <summary>The command line of one start; what it needs beside the server is started first.</summary>
    private protected abstract ValueTask<ChildProcessOptions> CommandAsync(CancellationToken cancellationToken);

    /// <summary>Ends what <see cref="CommandAsync"/> started beside the server.</summary>
    private protected virtual ValueTask DisposeCompanionAsync() => ValueTask.CompletedTask;

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

    /// <summary>Waits until the server that was asked to end has ended.</summary>
    private protected virtual Task WaitForEndAsync(
        ChildProcess process, TimeSpan timeout, CancellationToken cancellationToken) =>
        process.WaitForExitAsync(timeout, cancellationToken);

    private async Task<bool> EndedAsync(
        ChildProcess process, Signal signal, TimeSpan timeout, CancellationToken cancellationToken)
    {
        process.Send(signal);
        try
        {
            await WaitForEndAsync(process, timeout, cancellationToken);
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
