using System.Data.Common;
using Leasehold.Providers;

namespace Leasehold.Leases;

/// <summary>A connection whose place is free again while the driver is still busy with it.</summary>
/// <remarks>
/// What its session is doing could not be stopped: the server did not answer, or had no connection left for who would
/// have said so. Closing it would read its result to the end, so it is stopped first. A driver may throw what the
/// stopped statement said instead of closing, and closes when it is asked again.
/// </remarks>
internal static class LeftConnection
{
    private const int Tries = 12;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Closes it once it is stopped; given up after some ten minutes.</summary>
    public static async Task CloseAsync(DriverPool driver, DbConnection connection, PoolCore pool)
    {
        var pause = FirstPause;
        for (var turn = 0; turn < Tries; turn++)
        {
            await Task.Delay(pause, pool.Time).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            try
            {
                await driver.CancelAsync(connection, blocking: false).ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
                return;
            }
            catch (Exception exception)
            {
                // Said when its place was freed; once more when it is given up.
                if (turn == Tries - 1)
                {
                    pool.Observer.ReturnFailed(exception);
                }
            }
        }
    }
}
