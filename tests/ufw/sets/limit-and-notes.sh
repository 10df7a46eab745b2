# A limited login, and notes in other languages.
ufw_types 'limit 22/tcp comment "вход"' 'allow 8080/tcp comment "Übersicht – Büro"' 'allow from 10.0.0.0/8 to any port 5432 proto tcp comment "数据库"' '--force enable'
