window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "id_str" : "1900000000000000013",
      "full_text" : "Forty letters, two coffees, one sentence in metal type. #letterpress",
      "created_at" : "Sat Mar 14 09:41:00 +0000 2026",
      "lang" : "en",
      "display_text_range" : [ "0", "68" ],
      "entities" : {
        "hashtags" : [ { "text" : "letterpress", "indices" : [ "56", "68" ] } ],
        "user_mentions" : [ ],
        "urls" : [ ]
      },
      "favorite_count" : "57",
      "retweet_count" : "6"
    }
  }
]
