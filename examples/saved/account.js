window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "mina@example.com",
      "username" : "mina_o",
      "accountId" : "23",
      "accountDisplayName" : "Mina Ostrow"
    }
  }
]
