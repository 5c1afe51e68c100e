using System.Diagnostics;
using System.Net;

namespace Leasehold.LocalServers.Processes;

/// <summary>
/// A process of the test's own: a service host, a database server. Its output is captured (bounded), it takes
/// signals, and it ends with this process at the latest, even when this process is killed.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastOutputBound = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly OutputCapture _output;
    private readonly ParentDeathGuard _guard;
    private readonly string _name;
    private readonly Action<string>? _onOutput;
    private readonly Lock _outputLock = new(); // one line at a time: standard output and error come from two threads
    private readonly Task _finished;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _openStreams = 2;

    private ChildProcess(ChildProcessOptions options)
    {
        _name = Path.GetFileName(options.FileName);
        _onOutput = options.OnOutput;
        _output = new OutputCapture(options.MaxCapturedLines);
        _process = new Process { StartInfo = StartInfo(options), EnableRaisingEvents = true };
        _process.OutputDataReceived += OnOutput;
        _process.ErrorDataReceived += OnOutput;
        _process.Exited += (_, _) => _exited.TrySetResult();
        _process.Start();
        Id = _process.Id;
        _guard = ParentDeathGuard.ForProcess(Id);
        if (!options.KeepInputOpen)
        {
            _process.StandardInput.Close();
        }

        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _finished = FinishAsync();
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _exited.Task.IsCompleted;

    /// <summary>The last lines of standard output and standard error, in order of arrival.</summary>
    public string Output => _output.Text;

    /// <summary>Starts an executable.</summary>
    public static ChildProcess Start(ChildProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ChildProcess(options);
    }

    /// <summary>Starts a .NET assembly with the host that runs this process.</summary>
    public static ChildProcess StartDotnet(
        string assemblyPath,
        IEnumerable<string>? arguments = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null) => new(ChildProcessOptions.ForDotnet(assemblyPath, arguments ?? []) with
        {
            Environment = environment ?? new Dictionary<string, string?>(StringComparer.Ordinal),
            WorkingDirectory = workingDirectory,
        });

    /// <summary>Sends a signal; does nothing when the process has ended.</summary>
    public void Send(Signal signal)
    {
        if (!HasExited)
        {
            PosixSignals.Send(Id, signal);
        }
    }

    /// <summary>SIGSTOP: freezes it, sockets stay open.</summary>
    public void Freeze() => Send(Signal.Stop);

    /// <summary>SIGCONT: lets a frozen process go on.</summary>
    public void Thaw() => Send(Signal.Continue);

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await _exited.Task;
    }

    /// <summary>SIGTERM, and waits until it is gone; SIGKILL when that takes longer than the time-out.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync(TimeSpan timeout)
    {
        Send(Signal.Terminate);
        try
        {
            await _exited.Task.WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }

        await _finished;
        return _process.ExitCode;
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It still runs after the time-out.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        await BoundAsync(_exited.Task, timeout, "did not end", cancellationToken);

        await _finished;
        return _process.ExitCode;
    }

    /// <summary>Waits for a line of output that contains the text, also one printed before.</summary>
    /// <exception cref="TimeoutException">No such line within the time-out.</exception>
    /// <exception cref="InvalidOperationException">The process ended without printing it.</exception>
    public Task<string> WaitForLineAsync(
        string containing, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitForLineAsync(
            line => line.Contains(containing, StringComparison.Ordinal), $"'{containing}'", timeout, cancellationToken);

    /// <summary>Waits for a line of output that matches, also one printed before.</summary>
    /// <inheritdoc cref="WaitForLineAsync(string, TimeSpan, CancellationToken)"/>
    public Task<string> WaitForLineAsync(
        Func<string, bool> matches, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitForLineAsync(matches, "the expected line", timeout, cancellationToken);

    /// <summary>Asks the address until it answers 200.</summary>
    /// <exception cref="TimeoutException">No 200 within the time-out.</exception>
    /// <exception cref="InvalidOperationException">The process ended first.</exception>
    public async Task WaitForHealthyAsync(Uri health, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(timeout);
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        while (!HasExited)
        {
            if (await IsHealthyAsync(client, health, bound.Token))
            {
                return;
            }

            if (bound.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new TimeoutException($"{_name} was not healthy at {health} within {timeout}.\n{Output}");
            }

            await Task.WhenAny(_exited.Task, Task.Delay(PollInterval, CancellationToken.None));
        }

        throw new InvalidOperationException($"{_name} ended with {_process.ExitCode} before it was healthy.\n{Output}");
    }

    /// <summary>Kills it when it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _finished;
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(ChildProcessOptions options)
    {
        // setsid replaces itself by the program, so that the process id stays the program's own.
        var prefix = options.OwnSession ? Executable.Find("setsid") : null;
        var start = new ProcessStartInfo(prefix ?? options.FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = options.WorkingDirectory ?? string.Empty,
        };
        foreach (var argument in prefix is null ? options.Arguments : [options.FileName, .. options.Arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client, Uri health, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(health, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<string> WaitForLineAsync(
        Func<string, bool> matches, string what, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var line = _output.WaitAsync(matches);
        await BoundAsync(line, timeout, $"did not print {what}", cancellationToken);
        return await line
            ?? throw new InvalidOperationException($"{_name} ended without printing {what}.\n{Output}");
    }

    private async Task BoundAsync(Task task, TimeSpan timeout, string failure, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(timeout, cancellationToken);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"{_name} {failure} within {timeout}.\n{Output}", error);
        }
    }

    private async Task FinishAsync()
    {
        await _exited.Task;
        _guard.Dispose();

        // A grandchild may hold the pipes open for ever, so the last output has a bound of its own.
        await Task.WhenAny(_outputEnded.Task, Task.Delay(LastOutputBound));
        _output.End();
    }

    private void OnOutput(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is { } line)
        {
            _output.Add(line);
            if (_onOutput is not null)
            {
                lock (_outputLock)
                {
                    _onOutput(line);
                }
            }
        }
        else if (Interlocked.Decrement(ref _openStreams) == 0)
        {
            _outputEnded.TrySetResult();
        }
    }
}
