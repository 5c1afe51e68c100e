using System.ComponentModel.DataAnnotations;
using Leasehold.Providers;

namespace Leasehold.Durable.RabbitMq;

/// <summary>How hints travel, bound from <c>Leasehold:Durable:RabbitMq</c>.</summary>
public sealed class RabbitMqHintOptions
{
    /// <summary>The broker: <c>amqp://user:password@host:5672/vhost</c>; a secret.</summary>
    /// <value>Must be given.</value>
    [Required]
    public Uri? Uri { get; set; }

    /// <summary>The exchange that all instances of one service share; made when it is missing.</summary>
    /// <value><c>leasehold.durable</c>; 1 to 127 characters.</value>
    [Required, StringLength(127, MinimumLength = 1)]
    public string Exchange { get; set; } = "leasehold.durable";

    /// <summary>Bounds one attempt to connect, and one to send.</summary>
    /// <value>5 s; 100 ms to 1 min.</value>
    [Duration("00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between attempts to connect; the first is a hundredth of it.</summary>
    /// <value>30 s; 100 ms to 1 h.</value>
    [Duration("00:00:00.100", "01:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);
}
