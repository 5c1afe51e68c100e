using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Leasehold.Durable.RabbitMq;

/// <summary>
/// Sends a word to every other instance when there is work, and wakes this one's worker at theirs. Connects in the
/// background and again whenever it has to; until then hints are dropped, and workers find the work by themselves.
/// </summary>
internal sealed class RabbitMqHints(
    Func<DurableOperations> operations, RabbitMqHintOptions options, TimeProvider time, ILogger logger)
    : BackgroundService, IWakeUpHints
{
    private const int MaxUnread = 1; // a second hint says nothing that the first does not
    private const int HintLifeMs = 10_000;

    // More words a second would tell the workers nothing new.
    private static readonly TimeSpan BetweenHints = TimeSpan.FromMilliseconds(10);

    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private volatile bool _isConnected;

    /// <summary>Whether hints travel at this moment.</summary>
    public bool IsConnected => _isConnected;

    /// <inheritdoc/>
    public void WorkIsDue()
    {
        if (_isConnected)
        {
            _due.Writer.TryWrite(true);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts its services one after another, and none may wait for a broker.
        await Task.Yield();
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConnectAndSendAsync(
                    () =>
                    {
                        Log.Connected(logger, failures);
                        failures = 0;
                    },
                    stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Said once per incident: a broker that is away for a day is one fact, not thousands.
                if (failures++ == 0)
                {
                    Log.Disconnected(logger, exception.GetType().Name);
                }
            }

            _isConnected = false;
            await Task.Delay(PauseAfter(failures), time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAndSendAsync(Action connected, CancellationToken stoppingToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = options.Uri!,
            RequestedConnectionTimeout = options.Timeout,
            ContinuationTimeout = options.Timeout,
            HandshakeContinuationTimeout = options.Timeout,
            AutomaticRecoveryEnabled = false, // ours begins afresh, and keeps no topology in mind
            ClientProvidedName = operations().Instance,
        };
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        bound.CancelAfter(options.Timeout * 2);
        var connection = await factory.CreateConnectionAsync(bound.Token).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            connection.ConnectionShutdownAsync += (_, _) => lost.CancelAsync();
            var channel = await connection.CreateChannelAsync(cancellationToken: bound.Token).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                channel.ChannelShutdownAsync += (_, _) => lost.CancelAsync();
                await ListenAsync(channel, bound.Token).ConfigureAwait(false);
                _isConnected = true;
                connected();

                // What became due while nobody could be told.
                operations().Wake(others: false);
                await SendAsync(channel, lost.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task ListenAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(
            options.Exchange,
            ExchangeType.Fanout,
            durable: false,
            autoDelete: true,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        var queue = await channel.QueueDeclareAsync(
            queue: "",
            durable: false,
            exclusive: true,
            autoDelete: true,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["x-max-length"] = MaxUnread,
                ["x-message-ttl"] = HintLifeMs,
            },
            cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(queue.QueueName, options.Exchange, "", cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            // Its own words come back too.
            if (!message.Body.Span.SequenceEqual(Encoding.UTF8.GetBytes(operations().Instance)))
            {
                operations().Wake(others: false);
            }

            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task SendAsync(IChannel channel, CancellationToken lost)
    {
        var name = Encoding.UTF8.GetBytes(operations().Instance);
        while (true)
        {
            await _due.Reader.ReadAsync(lost).ConfigureAwait(false);
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(lost);
            bound.CancelAfter(options.Timeout);
            await channel.BasicPublishAsync(options.Exchange, "", name, bound.Token).ConfigureAwait(false);
            await Task.Delay(BetweenHints, time, lost).ConfigureAwait(false);
        }
    }

    private TimeSpan PauseAfter(int failures)
    {
        var pause = options.LongestPause / 100 * Math.Pow(2, Math.Min(failures, 10));
        return (pause < options.LongestPause ? pause : options.LongestPause) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
