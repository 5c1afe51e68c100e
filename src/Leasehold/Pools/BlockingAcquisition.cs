using Leasehold.Leases;

namespace Leasehold.Pools;

/// <summary>The end of an acquisition that goes on elsewhere while its caller blocks.</summary>
internal static class BlockingAcquisition
{
    /// <summary>Waits for an acquisition; one that the thread is interrupted in is nobody's when it ends.</summary>
    /// <param name="acquiring">The acquisition.</param>
    /// <param name="withdrawal">
    /// Ends it, where it opens a connection that its owner has: that one is to be at rest when the owner goes on.
    /// </param>
    public static LeaseSlot WaitFor(Task<LeaseSlot> acquiring, CancellationTokenSource? withdrawal = null)
    {
        try
        {
            return acquiring.GetAwaiter().GetResult();
        }
        catch (ThreadInterruptedException)
        {
            // Perhaps this wait alone: then acquiring goes on elsewhere, for nobody.
            var givingBack = GiveBackAsync(acquiring);
            if (withdrawal is not null)
            {
                WaitForEnd(givingBack, withdrawal);
            }

            throw;
        }

        static async Task GiveBackAsync(Task<LeaseSlot> acquiring)
        {
            await ((Task)acquiring).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (acquiring.IsCompletedSuccessfully)
            {
                var slot = await acquiring.ConfigureAwait(false);
                await slot.Hand().DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static void WaitForEnd(Task givingBack, CancellationTokenSource withdrawal)
    {
        while (!givingBack.IsCompleted)
        {
            try
            {
                withdrawal.Cancel();
                givingBack.Wait();
            }
            catch (ThreadInterruptedException)
            {
                // It is going to be told of the first one.
            }
        }
    }
}
