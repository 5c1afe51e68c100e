using System.Collections.Concurrent;

namespace Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

/// <summary>The pixel processes that wait for their next picture.</summary>
/// <remarks>Thread-safe. How many work at a time is up to whoever takes them.</remarks>
internal sealed class PixelProcesses(long memoryBytes) : IDisposable
{
    private const int MaxIdle = 64;

    /// <summary>Then it is replaced: no allocator gives everything back.</summary>
    private const int MaxServed = 500;

    private readonly ConcurrentBag<PixelProcess> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>One that is ready; a new one when none waits.</summary>
    /// <exception cref="IOException">A new one did not come up.</exception>
    public async Task<PixelProcess> TakeAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryTake(out var process))
        {
            if (!process.HasExited)
            {
                return process;
            }

            process.Dispose();
        }

        return await PixelProcess.StartAsync(memoryBytes, cancellationToken);
    }

    /// <summary>Takes one back that has answered.</summary>
    public void Return(PixelProcess process)
    {
        if (_isDisposed || process.Served >= MaxServed || _idle.Count >= MaxIdle)
        {
            process.Dispose();
            return;
        }

        _idle.Add(process);
        if (_isDisposed)
        {
            DisposeIdle();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        DisposeIdle();
    }

    private void DisposeIdle()
    {
        while (_idle.TryTake(out var process))
        {
            process.Dispose();
        }
    }
}
